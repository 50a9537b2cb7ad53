#include "server/runtime/failure.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace stollen::runtime {

namespace {

std::string text_of_current_exception() {
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "not a std::exception";
  }
}

}  // namespace

void end_process_after_exception(const FailureHook& hook, std::string_view where) noexcept {
  const std::string what = text_of_current_exception();
  std::fprintf(stderr, "stollen: the process ends: unforeseen exception in %.*s: %s\n",
               static_cast<int>(where.size()), where.data(), what.c_str());
  if (hook) hook(where, what);
  std::abort();
}

}  // namespace stollen::runtime
