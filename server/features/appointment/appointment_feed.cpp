// Appointments for calendars outside: one as a file, or all under an address that calendars follow.
#include "server/features/appointment/appointment_feed.hpp"

#include <fmt/format.h>

#include "server/core/sha256.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/appointment_entry.hpp"
#include "server/features/fair/fair.hpp"
#include "server/mail/public_url.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::appointment {
namespace {

constexpr std::string_view kPath = "/calendar/";
constexpr std::string_view kEnding = ".ics";
constexpr std::size_t kLongestSecret = 128;

Result<messages::GetEntry::Reply> get_entry(Transaction& tx, const Caller& caller,
                                            const messages::GetEntry& command) {
  auto found = access(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  return messages::GetEntry::Reply{.calendar =
                                       calendar_of_person(tx, caller.person_id, {found->stored.appointment})};
}

Result<messages::CreateFeed::Reply> create_feed(Transaction& tx, const Caller& caller,
                                                const messages::CreateFeed&) {
  const protocol::Secret secret = account::new_token();
  tx.run(
      "INSERT INTO appointment_feed (person_id, secret_hash, made_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (person_id) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = excluded.made_at",
      caller.person_id, sha256_hex(secret.reveal()), tx.now());
  return messages::CreateFeed::Reply{
      .url = fmt::format("{}{}{}{}", mail::public_url(tx), kPath, secret.reveal(), kEnding)};
}

Result<messages::RevokeFeed::Reply> revoke_feed(Transaction& tx, const Caller& caller,
                                                const messages::RevokeFeed&) {
  tx.run("DELETE FROM appointment_feed WHERE person_id = $1", caller.person_id);
  return messages::RevokeFeed::Reply{};
}

/// The same hash and the same look-up for every secret: how long an answer takes tells nothing of how close a
/// guess was.
std::optional<realtime::Page> feed(Transaction& tx, std::string_view rest) {
  if (!rest.ends_with(kEnding) || rest.size() > kLongestSecret) return std::nullopt;
  rest.remove_suffix(kEnding.size());
  const auto person =
      tx.one<PersonId>("SELECT person_id FROM appointment_feed WHERE secret_hash = $1", sha256_hex(rest));
  if (!person) return std::nullopt;
  const auto receiver = account::mail_receiver(tx, *person);
  const auto fair = fair::read_fair(tx, false);
  if (!receiver || !fair) return std::nullopt;
  const Timestamp begin = fair->phases.empty() ? Timestamp{} : fair->phases.front().starts_at;
  const bool is_english = receiver->locale == protocol::Locale::en;
  return realtime::Page{
      .content_type = "text/calendar; charset=utf-8",
      .body = calendar_of_person(tx, *person, of_since(tx, *person, begin),
                                 is_english ? fair->title.en.value_or(fair->title.de) : fair->title.de)};
}

}  // namespace

void attach_feed(realtime::Registry& registry) {
  registry.command<messages::GetEntry>(get_entry);
  registry.command<messages::CreateFeed>(create_feed);
  registry.command<messages::RevokeFeed>(revoke_feed);
  registry.page(kPath, feed);
}

}  // namespace stollen::appointment
