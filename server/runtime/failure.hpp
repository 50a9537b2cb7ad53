#pragma once

#include <functional>
#include <string_view>

namespace stollen::runtime {

// Called with where ("shard 3", "worker pool hash") and what (the exception's text) before the process ends:
// the place for a log line. Called on the failing thread; must not throw.
using FailureHook = std::function<void(std::string_view where, std::string_view what)>;

// An exception that nobody foresaw left a task. What it was doing is half done, so the process does not go
// on: calls the hook, writes the sentence to standard error, aborts. Call inside a catch block.
[[noreturn]] void end_process_after_exception(const FailureHook& hook, std::string_view where) noexcept;

}  // namespace stollen::runtime
