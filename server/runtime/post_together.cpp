#include "server/runtime/post_together.hpp"

#include <algorithm>

#include "server/runtime/shard.hpp"

namespace stollen::runtime {

namespace {

thread_local PostTogether* gathering = nullptr;

}  // namespace

PostTogether* PostTogether::current() {
  return gathering;
}

PostTogether::PostTogether() {
  if (gathering == nullptr) gathering = this;
}

PostTogether::~PostTogether() {
  if (gathering != this) return;
  gathering = nullptr;
  for (const Chain& chain : chains_) chain.shard->mailbox_.push_chain(chain.newest, chain.oldest);
}

void PostTogether::add(Shard& shard, MailboxNode& node) {
  const auto known = std::ranges::find(chains_, &shard, &Chain::shard);
  if (known == chains_.end()) {
    chains_.push_back({&shard, &node, &node});
    return;
  }
  node.next = known->newest;
  known->newest = &node;
}

}  // namespace stollen::runtime
