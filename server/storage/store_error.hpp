#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace stollen::storage {

enum class StoreFault : std::uint8_t {
  constraint,    ///< a key, index or check said no; the statement had no effect, and the unit has to end
  contended,     ///< somebody else was in the way, for once: nothing is stored, the same again may succeed
  unavailable,   ///< disk full, store out of reach, file locked by somebody else: nothing of the unit is
                 ///< stored
  unknown,       ///< the store was lost during a commit: it may or may not have happened
  flush_failed,  ///< what was written may or may not be on the disk: the process must end and recover
  broken,        ///< anything else: a mistake in SQL, a damaged file
};

/// What the store throws. Handlers meet only `constraint`, and better avoid it by ON CONFLICT or a guarded
/// statement.
class StoreError : public std::runtime_error {
 public:
  StoreError(StoreFault fault, const std::string& what) : std::runtime_error(what), fault_(fault) {}
  [[nodiscard]] StoreFault fault() const { return fault_; }

 private:
  StoreFault fault_;
};

}  // namespace stollen::storage
