# Warnings, sanitizers, linker and compiler cache: everything that is not about a library.
# A precompiled header names files by their full paths: what is compiled with one would help no other clone.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT STOLLEN_PRECOMPILE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# What is hot runs through many small files: compiled as one, a message costs up to a tenth less.
option(STOLLEN_LTO "Optimise a release over the borders of files (Clang)" ON)
find_program(MOLD_PROGRAM mold)
if(STOLLEN_LTO AND CMAKE_BUILD_TYPE STREQUAL "Release" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-flto=thin)
  # Debian's llvm-ar is older than the compiler and cannot read what it makes; lld needs no index.
  find_program(STOLLEN_AR ar REQUIRED)
  find_program(STOLLEN_RANLIB ranlib REQUIRED)
  set(CMAKE_AR ${STOLLEN_AR})
  set(CMAKE_RANLIB ${STOLLEN_RANLIB})
  add_link_options(-flto=thin -fuse-ld=lld-19 -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/link-cache)
elseif(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld-19)
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
add_library(stollen_warnings INTERFACE)
target_compile_options(stollen_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
    -Wno-missing-designated-field-initializers -Werror>)
target_include_directories(stollen_warnings INTERFACE ${CMAKE_SOURCE_DIR})

if(STOLLEN_SANITIZE)
  add_compile_options(-fsanitize=${STOLLEN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
  add_link_options(-fsanitize=${STOLLEN_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-g1)
endif()
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
