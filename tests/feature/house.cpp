#include "tests/feature/house.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "server/core/log.hpp"
#include "server/core/sha256.hpp"
#include "server/features/account/account.hpp"
#include "server/mail/public_url.hpp"
#include "server/storage/timers.hpp"

namespace stollen::tests {
namespace {

struct Refused {
  Error error;
};

constexpr std::size_t kCheapHash = 8U << 20U;

}  // namespace

std::string email_of(const std::string& name) {
  std::string email;
  for (const char c : name) email += c == ' ' ? '.' : c;
  return account::normalise_email(email + "@example.org").value();
}

House::House(StoreKind kind) {
  log::set_level(log::Level::off);
  mail::attach(registry, {.from = "messe@example.org"});
  account::attach(registry, {.public_url = "https://messe.example", .hash_memory_bytes = kCheapHash});
  fair::attach(registry, true);
  booth::attach(registry);
  conversation::attach(registry);
  cafe::attach(registry);
  slot::attach(registry, waitlist::offer_free_seats);
  waitlist::attach(registry);
  appointment::attach(registry);
  store_owner = std::make_unique<TestStore>(registry, clock, patient_store(), kind);
  store = &**store_owner;
  write([this](Transaction& tx) {
    mail::keep_public_url(tx, "https://messe.example");
    build_fair(tx);
  });
}

void House::build_fair(Transaction& tx) {
  fair::FairImport import{
      .slug = "messe", .title = {"Messe", {}}, .zone = "Europe/Berlin", .address_form = "Sie"};
  import.phases = {{protocol::Phase::live, tx.now() - std::chrono::hours(1)},
                   {protocol::Phase::read_only, tx.now() + std::chrono::hours(1'000)}};
  import.halls = {{.slug = "halle-1", .title = {"Halle 1", {}}}};
  fair::import_fair(tx, import, true);
  const auto hall = fair::find_hall(tx, "halle-1").value();
  holzwerk =
      booth::upsert(tx, {.slug = "holzwerk", .hall_id = hall, .name = "Holzwerk Aue GmbH", .town = "Aue"}).id;
  klinikum = booth::upsert(tx, {.slug = "klinikum", .hall_id = hall, .name = "Klinikum Erzgebirge"}).id;
  booth::upsert_job(tx, {.slug = "tischler",
                         .booth_id = holzwerk,
                         .title = {"Tischler (m/w/d)", {}},
                         .field = "Handwerk",
                         .town = "Aue",
                         .text = {"Möbel für Küche und Büro.", {}}});
  booth::publish_job_counts(tx);
  joiner = tx.one<protocol::JobId>("SELECT id FROM job WHERE slug = 'tischler'").value();
  conversation::ensure_room(tx, {.slug = "foyer", .position = 1, .title = {"Foyer", {}}});
  cafe::upsert_table(tx, {.slug = "pendeln", .topic = {"Pendeln", {}}, .seat_count = 8});
  table = tx.one<protocol::TableId>("SELECT id FROM cafe_table WHERE slug = 'pendeln'").value();
}

Result<std::string> House::run(std::string_view name, const Caller& caller, const void* command) {
  const realtime::Handler* handler = registry.find_command(name);
  if (handler == nullptr) throw std::logic_error("nobody serves " + std::string(name));
  realtime::Handler::Prepared prepared;
  if (handler->prepare) {
    auto made = handler->prepare(*store, caller, command);
    if (!made) return std::unexpected(std::move(made.error()));
    prepared = *made;
  }
  Result<std::string> reply;
  try {
    auto done = [&](Transaction& tx) {
      reply = handler->run(tx, caller, command, prepared.get());
      if (!reply) throw Refused{reply.error()};
    };
    if (handler->traits.kind == protocol::CommandKind::read) {
      store->read(done);
    } else {
      effects = store->write(done);
    }
  } catch (const Refused& refused) {
    if (!handler->may_answer(*refused.error.code))
      throw std::logic_error("undeclared error " + std::string(refused.error.code->name));
    return std::unexpected(refused.error);
  }
  return reply;
}

Result<std::string> House::read_stream(const Caller& caller, const std::string& stream) {
  const realtime::StreamKind* kind = registry.find_stream(stream);
  if (kind == nullptr) throw std::logic_error("nobody serves " + stream);
  Result<std::string> text;
  store->read([&](Transaction& tx) {
    text = kind->snapshot(tx, caller, stream);
    // The cheaper way to authorise must say the same.
    if (kind->authorise(tx, caller, stream).has_value() != text.has_value())
      throw std::logic_error("two answers for " + stream);
  });
  return text;
}

std::vector<std::string> House::events(const std::string& stream) {
  std::vector<std::string> texts;
  store->read([&](Transaction& tx) {
    texts = tx.all<std::string>("SELECT text FROM event WHERE stream = $1 ORDER BY n", stream);
  });
  return texts;
}

std::vector<std::string> House::event_names(const std::string& stream, std::int64_t after) {
  std::vector<std::string> names;
  store->read([&](Transaction& tx) {
    names =
        tx.all<std::string>("SELECT name FROM event WHERE stream = $1 AND n > $2 ORDER BY n", stream, after);
  });
  return names;
}

std::int64_t House::head(const std::string& stream) {
  std::int64_t n = 0;
  store->read([&](Transaction& tx) { n = tx.head(stream); });
  return n;
}

void House::absence(protocol::PersonId person) {
  effects = write([&](Transaction& tx) {
    for (const auto& hook : registry.absence_hooks()) hook.hook(tx, person);
  });
}

void House::housekeeping(std::string_view name) {
  const auto found =
      std::ranges::find(registry.housekeeping(), name, &realtime::Registry::Housekeeping::name);
  if (found == registry.housekeeping().end()) throw std::logic_error("no housekeeping " + std::string(name));
  effects = write([&](Transaction& tx) { found->work(tx); });
}

std::size_t House::fire_timers() {
  std::size_t fired = 0;
  for (;;) {
    storage::DueTimers timers;
    store->read([&](Transaction& tx) { timers = storage::due_timers(tx, 1); });
    if (timers.due.empty()) return fired;
    const auto& name = timers.due.front();
    const auto* on_due = registry.find_timer(name.kind);
    if (on_due == nullptr) throw std::logic_error("nobody handles timers of the kind " + name.kind);
    effects = write([&](Transaction& tx) {
      if (storage::claim_timer(tx, name)) (*on_due)(tx, name.subject);
    });
    ++fired;
  }
}

void House::let_pass(std::chrono::milliseconds span) {
  const auto goal = clock.now() + span;
  while (clock.now() < goal) {
    clock.move(std::min<std::chrono::milliseconds>(goal - clock.now(), std::chrono::seconds(30)));
    fire_timers();
  }
}

std::optional<Caller> House::authenticate(const protocol::Secret& token) {
  std::optional<Caller> caller;
  store->read([&](Transaction& tx) { caller = registry.authenticate()(tx, sha256_hex(token.reveal())); });
  return caller;
}

Caller House::caller_of(const std::string& email) {
  Caller caller;
  store->read([&](Transaction& tx) {
    std::tie(caller.person_id, caller.name) =
        tx.one<protocol::PersonId, std::string>("SELECT person_id, name FROM person WHERE email = $1", email)
            .value();
    caller.roles = account::roles(tx, caller.person_id);
  });
  caller.address = "192.0.2.1";
  caller.device = "Firefox, Linux";
  return caller;
}

Caller House::visitor(const std::string& name) {
  write([&](Transaction& tx) { account::ensure_person(tx, {.email = email_of(name), .name = name}); });
  return caller_of(email_of(name));
}

Caller House::moderator(const std::string& name) {
  write([&](Transaction& tx) {
    account::ensure_person(tx, {.email = email_of(name), .name = name, .is_moderator = true});
  });
  return caller_of(email_of(name));
}

Caller House::organiser(const std::string& name) {
  write([&](Transaction& tx) {
    account::ensure_person(tx, {.email = email_of(name), .name = name, .is_organiser = true});
  });
  return caller_of(email_of(name));
}

Caller House::staff(const std::string& name, protocol::BoothId booth, protocol::BoothRole role) {
  write([&](Transaction& tx) {
    account::ensure_person(tx, {.email = email_of(name), .name = name});
    account::ensure_staff(tx, {.email = email_of(name),
                               .name = name,
                               .booth = booth,
                               .role = role,
                               .position = "Personal",
                               .languages = {"de", "en"}});
  });
  return caller_of(email_of(name));
}

void House::end_writing() {
  clock.move(std::chrono::hours(1'001));
  for (const auto& work : registry.housekeeping()) {
    if (work.name.starts_with("fair.")) write(work.work);
  }
}

std::string House::mail_to(const std::string& email) {
  std::optional<std::string> text;
  store->read([&](Transaction& tx) {
    text = tx.one<std::string>(
        "SELECT text FROM outgoing_mail WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
        email);
  });
  return text.value_or("");
}

std::int64_t House::mail_count(const std::string& email) {
  std::int64_t count = 0;
  store->read([&](Transaction& tx) {
    count = *tx.one<std::int64_t>("SELECT COUNT(*) FROM outgoing_mail WHERE recipient = $1", email);
  });
  return count;
}

protocol::Secret House::mailed_token(const std::string& email) {
  const std::string text = mail_to(email);
  const std::size_t begin = text.find('#');
  if (begin == std::string::npos) throw std::runtime_error("no link was mailed to " + email);
  return protocol::Secret(text.substr(begin + 1, text.find('\n', begin) - begin - 1));
}

std::string House::everything_stored() {
  if (store_owner->place().is_shared()) return store_owner->place().everything_on_server();
  sqlite3* file = nullptr;
  if (sqlite3_open_v2(store_owner->file().c_str(), &file, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
    throw std::runtime_error("cannot open");
  std::string all;
  const auto append = [](void* into, int count, char** values, char**) {
    for (int i = 0; i < count; ++i)
      static_cast<std::string*>(into)->append(values[i] == nullptr ? "" : values[i]).push_back('\n');
    return 0;
  };
  std::string names;
  sqlite3_exec(file, "SELECT name FROM sqlite_master WHERE type = 'table'", append, &names, nullptr);
  while (!names.empty()) {
    const std::string name = names.substr(0, names.find('\n'));
    names.erase(0, name.size() + 1);
    sqlite3_exec(file, ("SELECT * FROM \"" + name + "\"").c_str(), append, &all, nullptr);
  }
  sqlite3_close(file);
  return all;
}

}  // namespace stollen::tests
