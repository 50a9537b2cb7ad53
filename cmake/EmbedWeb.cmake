# Builds the web client and makes it a part of the binary: npm ci -> vite build -> .br/.gz -> assembler.
# stollen_embed_web(target): adds the generated table (server/app/web_assets.hpp declares it).
function(stollen_embed_web target)
  set(web ${CMAKE_SOURCE_DIR}/web-client)
  set(out ${CMAKE_BINARY_DIR}/web)
  find_program(NODE_PROGRAM node REQUIRED)
  find_program(NPM_PROGRAM npm REQUIRED)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    ${web}/src/* ${web}/public/* ${CMAKE_SOURCE_DIR}/protocol/generated/ts/*)
  list(APPEND sources ${web}/index.html ${web}/vite.config.ts ${web}/tsconfig.json ${web}/compress.mjs)

  add_custom_command(OUTPUT ${out}/packages.stamp
    COMMAND sh -c "[ node_modules/.package-lock.json -nt package-lock.json ] || exec '${NPM_PROGRAM}' ci --no-audit --no-fund --loglevel=error"
    COMMAND ${CMAKE_COMMAND} -E touch ${out}/packages.stamp
    DEPENDS ${web}/package.json ${web}/package-lock.json
    WORKING_DIRECTORY ${web} COMMENT "Installing the client's packages" VERBATIM)
  add_custom_command(OUTPUT ${out}/dist.stamp
    COMMAND ${NODE_PROGRAM} node_modules/vite/bin/vite.js build --outDir ${out}/dist --emptyOutDir --logLevel warn
    COMMAND ${NODE_PROGRAM} compress.mjs ${out}/dist
    COMMAND ${CMAKE_COMMAND} -E touch ${out}/dist.stamp
    DEPENDS ${out}/packages.stamp ${sources}
    WORKING_DIRECTORY ${web} COMMENT "Building the web client" VERBATIM)
  add_custom_command(OUTPUT ${out}/web_assets.S ${out}/web_assets.cpp
    COMMAND ${NODE_PROGRAM} ${CMAKE_SOURCE_DIR}/cmake/embed_web.mjs ${out}/dist ${out}
    DEPENDS ${out}/dist.stamp ${CMAKE_SOURCE_DIR}/cmake/embed_web.mjs
    COMMENT "Embedding the web client" VERBATIM)
  # The compiler cache does not see what .incbin reads.
  set_source_files_properties(${out}/web_assets.S PROPERTIES OBJECT_DEPENDS ${out}/dist.stamp)
  target_sources(${target} PRIVATE ${out}/web_assets.S ${out}/web_assets.cpp)
  set_target_properties(${target} PROPERTIES ASM_COMPILER_LAUNCHER "")
endfunction()
