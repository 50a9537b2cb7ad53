#pragma once

#include <string_view>

namespace stollen::storage {

/// After a failed flush nobody knows what is on the disk: the kernel may have thrown the pages away and
/// marked them clean, so that a second flush "succeeds". Says so on standard error and ends the process with
/// exit code 70; the restart recovers.
[[noreturn]] void end_process_after_failed_flush(std::string_view reason) noexcept;

}  // namespace stollen::storage
