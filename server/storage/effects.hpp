#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::storage {

/// An event that was stored with its number in the transaction that caused it. `text` is the complete
/// envelope as it goes over every wire: encoded once, here.
struct PublishedEvent {
  std::string stream;
  std::int64_t n = 0;
  std::string text;
};

/// What must happen after, and only after, the commit.
struct Effects {
  /// Takes one person's sessions off a stream to which the right has ended.
  struct Removal {
    protocol::PersonId person;
    std::string stream;
  };
  /// The cookie of an HTTP caller: a new token, or none to clear it.
  struct Cookie {
    std::optional<protocol::Secret> token;
    std::int64_t max_age_seconds = 0;
  };

  std::vector<PublishedEvent> events;
  std::vector<Removal> removals;
  std::vector<protocol::PersonId> rights_changed;   ///< sessions of these people load their rights anew
  std::vector<protocol::SessionId> ended_sessions;  ///< their sockets are closed with 4501
  std::optional<Cookie> cookie;
  /// Earliest of the timers that were set: their runner is told.
  std::optional<protocol::Timestamp> next_timer;
  bool has_replaced_texts = false;  ///< of events: copies that are kept elsewhere are forgotten
  bool has_mail = false;            ///< the mail worker is woken
  bool has_media = false;           ///< pictures were added to the data folder

  [[nodiscard]] bool empty() const {
    return events.empty() && removals.empty() && rights_changed.empty() && ended_sessions.empty() &&
           !cookie && !next_timer && !has_replaced_texts && !has_mail && !has_media;
  }
};

}  // namespace stollen::storage
