#pragma once

#include <vector>

#include "server/runtime/mailbox.hpp"

namespace stollen::runtime {

class Shard;

// While it lives, what this thread posts to shards gathers; at its end it goes over, to each shard in one
// piece and with one ring of its bell. Without it a shard would be woken by the first of many posts, find
// that one alone and act on it, and on each of the others likewise. Whoever holds it must not wait for a
// shard. Inside another one it does nothing.
class PostTogether {
 public:
  PostTogether();
  ~PostTogether();
  PostTogether(const PostTogether&) = delete;
  PostTogether& operator=(const PostTogether&) = delete;

 private:
  friend class Shard;
  struct Chain {
    Shard* shard;
    MailboxNode* newest;
    MailboxNode* oldest;
  };
  // The one that gathers on this thread; nullptr: posts go over at once.
  static PostTogether* current();
  void add(Shard& shard, MailboxNode& node);

  std::vector<Chain> chains_;
};

}  // namespace stollen::runtime
