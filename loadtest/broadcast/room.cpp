#include "loadtest/broadcast/room.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace stollen::load::broadcast {
namespace {

constexpr std::size_t kFirstRing = 64;

template <class Number>
std::optional<Number> number_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  Number value{};
  const char* begin = text.data() + at + key.size();
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  return error == std::errc{} ? std::optional(value) : std::nullopt;
}

}  // namespace

Room::Room(Mode mode, std::string run, int number, std::size_t members, Tally& tally, Faults& faults)
    : mode_(mode),
      marker_(fmt::format("{} room {} ", run, number)),
      id_prefix_(fmt::format("{}-{}", run, number)),
      members_(members),
      tally_(tally),
      faults_(faults),
      ring_(kFirstRing),
      mask_(kFirstRing - 1),
      senders_(members) {}

std::string Room::payload(std::uint32_t sender, std::uint64_t sequence, std::size_t size) const {
  std::string text = fmt::format("{}member {} message {} ", marker_, sender, sequence);
  text.resize(std::max(text.size(), size), 'x');
  return text;
}

void Room::sends(std::uint32_t sender, std::uint64_t sequence, SteadyTime intended) {
  senders_[sender].open.push_back(
      {.sequence = sequence, .intended = intended, .acknowledged_n = {}, .seen_n = {}});
  ++in_flight_;
  if (mode_ == Mode::durable) ++unanswered_;
}

void Room::starts_after(std::int64_t head) {
  if (!head_) head_ = head;
  if (*head_ != head)
    fault(fmt::format("joined at {} and at {}: somebody else speaks in this room", *head_, head));
}

void Room::knows_person(std::uint32_t member, std::string person_id) {
  senders_[member].person_id = std::move(person_id);
}

Room::Seen& Room::append(std::uint32_t sender, std::string_view frame) {
  if (end_ - first_ == ring_.size()) {
    std::vector<Seen> larger(ring_.size() * 2);
    for (Position at = first_; at < end_; ++at)
      larger[at & (larger.size() - 1)] = std::move(ring_[at & mask_]);
    ring_ = std::move(larger);
    mask_ = ring_.size() - 1;
  }
  Seen& seen = ring_[end_++ & mask_];
  seen.frame.assign(frame);
  seen.sender = sender;
  seen.receipts = 0;
  tally_.frame_bytes += frame.size();
  tally_.events += frame.empty() ? 0 : 1;
  return seen;
}

Room::Sent* Room::oldest_unseen(std::uint32_t sender) {
  auto& open = senders_[sender].open;
  const auto found = std::ranges::find_if(open, [](const Sent& sent) { return !sent.seen_n; });
  return found == open.end() ? nullptr : &*found;
}

/// The message of this number when it is its turn: all before it are seen, or delayed by a busy server.
Room::Sent* Room::next_unseen(std::uint32_t sender, std::uint64_t sequence) {
  for (Sent& sent : senders_[sender].open) {
    if (sent.sequence == sequence) return sent.seen_n ? nullptr : &sent;
    if (!sent.seen_n && !sent.is_delayed) return nullptr;
  }
  return nullptr;
}

void Room::is_delayed(std::uint32_t sender, std::uint64_t sequence) {
  ++tally_.busy_answers;
  auto& open = senders_[sender].open;
  const auto sent = std::ranges::find(open, sequence, &Sent::sequence);
  if (sent == open.end() || sent->acknowledged_n || sent->seen_n)
    return fault(fmt::format("{} was refused as not done, and yet done", sequence));
  sent->is_delayed = true;
}

Room::Sent* Room::find_sent(std::uint32_t& sender, std::string_view text) {
  if (mode_ == Mode::hint) {
    const auto who = std::ranges::find_if(senders_, [&](const Sender& each) {
      return !each.person_id.empty() && text.find(each.person_id) != std::string_view::npos;
    });
    sender = static_cast<std::uint32_t>(who - senders_.begin());
    return who == senders_.end() ? nullptr : oldest_unseen(sender);
  }
  const std::size_t at = text.find(marker_);
  if (at == std::string_view::npos) return nullptr;
  const std::string_view own = text.substr(at + marker_.size());
  const auto member = number_after<std::uint32_t>(own, "member ");
  const auto sequence = number_after<std::uint64_t>(own, "message ");
  if (!member || *member >= senders_.size() || !sequence) return nullptr;
  sender = *member;
  return next_unseen(sender, *sequence);
}

bool Room::is_number_right(Position position, std::string_view text) {
  if (mode_ != Mode::durable) return true;
  return number_after<std::int64_t>(text.substr(0, 256), R"("n":)") ==
         *head_ + static_cast<std::int64_t>(position) + 1;
}

void Room::take_new(Position position, std::string_view frame, std::string_view text, SteadyTime now) {
  std::uint32_t sender = 0;
  const bool is_placeholder = position < end_ && ring_[position & mask_].frame.empty();
  if (position < end_ && !is_placeholder) {
    return fault(
        fmt::format("a member got at place {} what another did not: {}", position, text.substr(0, 300)));
  }
  if (is_placeholder) {
    Seen& seen = ring_[position & mask_];
    if (text.find(senders_[seen.sender].person_id) == std::string_view::npos)
      return fault(fmt::format("hints in different orders (one shard?): {}", text.substr(0, 300)));
    seen.frame.assign(frame);
    tally_.frame_bytes += frame.size();
    ++tally_.events;
    return receive(seen, now);
  }
  Sent* sent = find_sent(sender, text);
  if (sent == nullptr || !is_number_right(position, text)) {
    return fault(fmt::format("lost, doubled or out of order at place {}: {}", position, text.substr(0, 300)));
  }
  sent->seen_n = head_.value_or(0) + static_cast<std::int64_t>(position) + 1;
  const SteadyTime intended = sent->intended;
  settle(sender);
  Seen& seen = append(sender, frame);
  seen.sent = intended;
  receive(seen, now);
}

void Room::take_own(Position position, std::uint32_t sender, SteadyTime now) {
  if (position < end_) {
    Seen& seen = ring_[position & mask_];
    if (seen.sender != sender) return fault("hints in different orders; has the server one shard?");
    if (++seen.receipts == members_) complete(now);
    return;
  }
  Sent* sent = oldest_unseen(sender);
  if (sent == nullptr) return fault("an answer to nothing");
  sent->seen_n = 0;
  const SteadyTime intended = sent->intended;
  settle(sender);
  Seen& seen = append(sender, {});
  seen.sent = intended;
  seen.receipts = 1;
}

void Room::acknowledged(std::uint32_t sender, std::uint64_t sequence, std::int64_t n, SteadyTime now) {
  auto& open = senders_[sender].open;
  const auto sent = std::ranges::find(open, sequence, &Sent::sequence);
  if (sent == open.end() || sent->acknowledged_n)
    return fault(fmt::format("{} acknowledged twice", sequence));
  tally_.ack.record(now - sent->intended);
  sent->acknowledged_n = n;
  --unanswered_;
  settle(sender);
}

/// Forgets what of this sender is seen and, where there are acknowledgements, acknowledged under the same
/// number.
void Room::settle(std::uint32_t sender) {
  std::erase_if(senders_[sender].open, [this](const Sent& sent) {
    if (!sent.seen_n || (mode_ == Mode::durable && !sent.acknowledged_n)) return false;
    if (mode_ == Mode::durable && *sent.seen_n != *sent.acknowledged_n)
      fault(fmt::format("acknowledged as {}, seen as {}", *sent.acknowledged_n, *sent.seen_n));
    return true;
  });
}

void Room::complete(SteadyTime now) {
  // Members follow the same order, so the oldest is complete first.
  ++first_;
  --in_flight_;
  ++tally_.messages;
  if (on_complete) on_complete(now);
}

void Room::fault(std::string text) {
  faults_.add(fmt::format("{}: {}", marker_, text));
}

}  // namespace stollen::load::broadcast
