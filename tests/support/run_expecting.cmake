# Runs PROGRAM with ARGUMENTS and passes only if its output (both streams) matches the regular expression EXPECTED, and it failed.
# ctest's own PASS_REGULAR_EXPRESSION does not look at how a program ended, and does not stand one that aborts.
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
message("${output}")
if(result STREQUAL "0")
  message(FATAL_ERROR "${PROGRAM} succeeded; it should have failed with: ${EXPECTED}")
endif()
if(NOT output MATCHES "${EXPECTED}")
  message(FATAL_ERROR "${PROGRAM} failed (${result}), but without saying: ${EXPECTED}")
endif()
