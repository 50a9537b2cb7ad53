#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace stollen::tests {

/// Stands between a store's clients and its server, on a socket in a folder of its own, and breaks what it is
/// told to break.
class StoreProxy {
 public:
  enum class Mode {
    pass,
    lose_commit,     ///< a commit never reaches the server: the connection ends before it
    lose_answer,     ///< a commit happens, and the connection ends before its answer
    refuse,          ///< after the next lost answer nobody is let in
    away,            ///< connections end when they are used, and nobody is let in
    swallow,         ///< nothing comes through any more, in either direction, and no connection ends
    swallow_answer,  ///< the next commit happens; from its answer on nothing comes through
  };

  /// `folder` is where the server's socket is, `own_folder` where the proxy makes its.
  StoreProxy(std::filesystem::path folder, const std::filesystem::path& own_folder);
  ~StoreProxy();
  StoreProxy(const StoreProxy&) = delete;
  StoreProxy& operator=(const StoreProxy&) = delete;

  void set(Mode mode) { mode_ = mode; }
  /// How often something was broken: a test that broke nothing has shown nothing.
  [[nodiscard]] int broken() const { return broken_; }

 private:
  void accept_clients();
  void serve(int client);
  /// False: the connection ends.
  bool forward(int from, int to, bool is_client);

  const std::filesystem::path server_;
  std::atomic<Mode> mode_{Mode::pass};
  std::atomic<bool> is_closed_{false};  ///< nobody is let in
  std::atomic<bool> is_ending_{false};
  std::atomic<int> broken_{0};
  std::atomic<bool> loses_answer_{false};
  std::atomic<bool> swallows_answer_{false};
  int listener_ = -1;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace stollen::tests
