# With STOLLEN_PRECOMPILE, what most files include from outside the project is parsed once for all of them. No file may
# rely on it: each includes what it uses, and builds without the option show that.

set(STOLLEN_PRECOMPILED_HEADERS
  # the standard library
  <algorithm> <array> <atomic> <bit> <charconv> <chrono> <condition_variable> <cstddef> <cstdint> <cstring> <deque>
  <expected> <filesystem> <fstream> <functional> <future> <limits> <map> <memory> <mutex> <optional> <random> <ranges>
  <set> <span> <sstream> <stdexcept> <string> <string_view> <thread> <tuple> <type_traits> <unordered_map>
  <unordered_set> <utility> <variant> <vector>
  # other people's
  <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/asio/detached.hpp> <boost/asio/io_context.hpp>
  <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp> <fmt/format.h> <nlohmann/json.hpp>)

# stollen_add_precompiled(name [HEADER…]): compiles them, and HEADERs, with the flags of the calling folder.
function(stollen_add_precompiled name)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// There is nothing here but the headers.\n")
  add_library(${name} OBJECT ${source})
  target_precompile_headers(${name} PRIVATE ${STOLLEN_PRECOMPILED_HEADERS} ${ARGN})
  target_compile_definitions(${name} PRIVATE $<TARGET_PROPERTY:stollen_asio,INTERFACE_COMPILE_DEFINITIONS>)
  target_link_libraries(${name} PRIVATE stollen_warnings Boost::headers fmt::fmt nlohmann_json::nlohmann_json)
endfunction()

# stollen_use_precompiled(name folder): for all that is built in the folder and those below it, unless it has another
# standard than the rest or has compiled headers already.
function(stollen_use_precompiled name folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    get_target_property(standard ${target} CXX_STANDARD)
    get_target_property(own ${target} PRECOMPILE_HEADERS)
    get_target_property(reused ${target} PRECOMPILE_HEADERS_REUSE_FROM)
    if(type MATCHES "STATIC_LIBRARY|EXECUTABLE" AND standard EQUAL ${CMAKE_CXX_STANDARD} AND NOT own AND NOT reused)
      target_precompile_headers(${target} REUSE_FROM ${name})
      # Asio's headers refer to what is compiled there, whoever includes them.
      if(NOT target STREQUAL stollen_asio)
        target_link_libraries(${target} PRIVATE $<LINK_ONLY:stollen_asio>)
      endif()
    endif()
  endforeach()
  get_property(below DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(subfolder IN LISTS below)
    stollen_use_precompiled(${name} ${subfolder})
  endforeach()
endfunction()
