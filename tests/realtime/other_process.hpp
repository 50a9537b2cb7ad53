#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tests/realtime/test_node.hpp"

namespace stollen::tests {

/// The store looks for foreign commits when this process writes, and at no other time.
storage::DatabaseOptions blind();

/// What `stollen import` is to the nodes under test: it commits and tells nobody.
class OtherProcess {
 public:
  explicit OtherProcess(const TestNode& node)
      : database_(storage::open_database(node.store.address(), blind())) {}
  ~OtherProcess() { database_->stop(); }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  void write(const std::function<void(storage::Transaction&)>& work) { database_->write(work); }
  void say(const std::string& stream, int times = 1);

 private:
  std::unique_ptr<storage::Database> database_;
};

}  // namespace stollen::tests
