# stollen_embed_migrations(target word)
#
# Embeds migrations/NNNN_name.sql of the calling folder in the target, as
#   std::vector<stollen::storage::Migration> stollen::<word>::migrations()
# in the order of their numbers. Declare the function in the feature's own header; it is defined once per library.
function(stollen_embed_migrations target word)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql")
  list(SORT files)
  set(entries "")
  set(last_number 0)
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
      message(FATAL_ERROR "${file}: a migration is named NNNN_what_it_does.sql")
    endif()
    string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
    if(NOT number GREATER last_number)
      message(FATAL_ERROR "${file}: number ${number} is used twice or is not above 0")
    endif()
    set(last_number ${number})
    file(READ "${file}" sql)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    string(APPEND entries "      {\"${word}\", ${number}, R\"~sql~(${sql})~sql~\"},\n")
  endforeach()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${word}_migrations.cpp")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [==[
// Made from migrations/*.sql by cmake/Migrations.cmake.
#include <vector>

#include "server/storage/migration.hpp"

namespace stollen::@word@ {

std::vector<storage::Migration> migrations();

std::vector<storage::Migration> migrations() {
  return {
@entries@  };
}

}  // namespace stollen::@word@
]==])
  target_sources(${target} PRIVATE "${source}")
endfunction()
