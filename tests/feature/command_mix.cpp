#include "tests/feature/command_mix.hpp"

#include <array>
#include <ranges>

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using protocol::Secret;
namespace accounts = protocol::account;
namespace appointments = protocol::appointment;
namespace conversations = protocol::conversation;
namespace slots = protocol::slot;
namespace waitlists = protocol::waitlist;

constexpr std::size_t kRememberedMeetings = 40;
constexpr std::string_view kBusy =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//DE\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20251229T080000Z\r\nDTSTART:20251229T130000Z\r\nDTEND:20251229T133000Z\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

Secret token_behind(const std::string& mail, std::string_view label) {
  const auto at = mail.find(label);
  if (at == std::string::npos) return Secret("there-is-no-link-in-it");
  const auto begin = mail.find('#', at) + 1;
  return Secret(mail.substr(begin, mail.find('\n', begin) - begin));
}

}  // namespace

CommandMix::CommandMix(BookingDesk& desk, std::uint32_t seed)
    : desk_(desk), random_(seed), members_{desk.lea, desk.tom, desk.hanna} {
  for (const char* name : {"Anna Weber", "Berta Kunz", "Carl Zeh", "Dora Öhm", "Emil Roth", "Frieda Süß"})
    visitors_.push_back(desk.visitor(name));
}

void CommandMix::step() {
  switch (below(24)) {
    case 0: return come_with_account();
    case 1: return is_one_of(3) ? join_team() : change_duty();
    case 2:
    case 3: return talk();
    case 4:
    case 5:
    case 6: return write_message();
    case 7: return change_message();
    case 8: return sit();
    case 9:
    case 10: return plan();
    case 11:
    case 12: return hold();
    case 13:
    case 14:
    case 15: return book();
    case 16:
    case 17: return change_appointment();
    case 18: return propose();
    case 19: return use_link();
    case 20: return meet();
    case 21: return wait_for_seat();
    case 22: return follow_calendar();
    default: return pass_time();
  }
}

void CommandMix::come_with_account() {
  const std::string name = "Neu " + std::to_string(++newcomers_), email = email_of(name);
  const Caller nobody{.address = "192.0.2.7", .device = "Firefox, Linux"};
  tell(nobody, accounts::Register{.email = email, .name = name, .password = Secret(kGoodPassword)});
  tell(nobody, accounts::Confirm{.token = desk_.mailed_token(email)});
  tell(nobody, accounts::LogIn{.email = email, .password = Secret("nicht-das-richtige")});
  if (!tell(nobody, accounts::LogIn{.email = email, .password = Secret(kGoodPassword)})) return;
  const Caller caller = desk_.authenticate(*desk_.effects.cookie->token).value();
  tell(caller, accounts::UpdateProfile{.name = name + " Groß", .locale = protocol::Locale::en});
  if (is_one_of(2)) {
    tell(nobody, accounts::RequestPasswordReset{.email = email});
    tell(nobody,
         accounts::ResetPassword{.token = desk_.mailed_token(email), .password = Secret(kGoodPassword)});
  }
  if (is_one_of(2)) {
    tell(caller, accounts::LogOut{});
  } else if (const auto sessions = tell(caller, accounts::ListSessions{})) {
    tell(caller, accounts::EndSession{.session_id = any(sessions->sessions).session_id});
  }
  visitors_.push_back(desk_.caller_of(email));
}

void CommandMix::join_team() {
  const std::string name = "Team " + std::to_string(++newcomers_), email = email_of(name);
  tell(any_member(),
       accounts::InviteStaff{.booth_id = desk_.holzwerk, .email = email, .role = protocol::BoothRole::talk});
  if (desk_.mail_count(email) == 0) return;
  if (!tell(Caller{},
            accounts::AcceptInvitation{
                .token = desk_.mailed_token(email), .name = name, .password = Secret(kGoodPassword)}))
    return;
  members_.push_back(desk_.caller_of(email));
}

void CommandMix::change_duty() {
  constexpr std::array kDuties{protocol::Duty::free, protocol::Duty::pause, protocol::Duty::off};
  tell(any_member(), protocol::booth::SetDuty{.booth_id = desk_.holzwerk, .duty = any(kDuties)});
}

void CommandMix::talk() {
  if (talks_.empty() || is_one_of(3)) {
    conversations::Open words{.booth_id = is_one_of(4) ? desk_.klinikum : desk_.holzwerk,
                              .text = "Glück auf!"};
    if (is_one_of(2)) words.job_id = desk_.joiner;
    if (const auto opened = tell(any_visitor(), words)) talks_.push_back(opened->conversation_id);
  } else if (is_one_of(3)) {
    // Mostly somebody else's: try some.
    const auto talk = any(talks_);
    for (int i = 0; i < 3; ++i)
      tell(i % 2 == 0 ? any_member() : any_visitor(), conversations::Close{.conversation_id = talk});
  } else {
    tell(any_member(), conversations::Take{.conversation_id = any(talks_)});
  }
}

void CommandMix::write_message() {
  const auto rooms = desk_.get(Caller{}, conversations::ListRooms{}).rooms;
  const auto where = talks_.empty() || is_one_of(2) ? rooms.at(0).conversation_id : any(talks_);
  conversations::SendMessage words{.conversation_id = where,
                                   .text = "Nachricht „" + std::to_string(random_()) + "“\n🙂"};
  if (!messages_.empty() && is_one_of(4)) words.reply_to = any(messages_);
  const auto sent = tell(any_visitor(), words);
  if (!sent) return;
  messages_.push_back(sent->message_id);
  tell(any_visitor(), conversations::MarkRead{.conversation_id = where, .n = sent->n});
}

void CommandMix::change_message() {
  if (messages_.empty()) return;
  const auto message = any(messages_);
  // Mostly somebody else's: try some.
  for (int i = 0; i < 4; ++i) {
    const Caller& person = any_visitor();
    if (is_one_of(3)) {
      tell(person, conversations::EditMessage{.message_id = message, .text = "anders, " + std::to_string(i)});
    } else if (is_one_of(3)) {
      tell(person, conversations::DeleteMessage{.message_id = message});
    } else {
      tell(person, conversations::React{.message_id = message, .emoji = "👍", .on = !is_one_of(3)});
    }
  }
}

void CommandMix::sit() {
  const Caller& person = any_visitor();
  if (is_one_of(3)) {
    tell(person, protocol::cafe::StandUp{});
  } else {
    tell(person, protocol::cafe::Sit{.table_id = desk_.table});
  }
}

std::optional<protocol::SlotId> CommandMix::any_slot() {
  const auto shown = desk_.staff_calendar().slots_;
  const auto begin = std::ranges::find_if(
      shown, [this](const auto& slot) { return slot.slot.starts_at > desk_.clock.now(); });
  if (begin == shown.end()) return std::nullopt;
  return std::next(begin, static_cast<std::ptrdiff_t>(below(static_cast<std::size_t>(shown.end() - begin))))
      ->slot.slot_id;
}

void CommandMix::plan() {
  if (is_one_of(2)) {
    const auto begin = desk_.in(static_cast<int>(60 + 60 * below(8)));
    const protocol::Timestamp from{begin.ms - begin.ms % 300'000};
    tell(any_member(), slots::Open{.booth_id = desk_.holzwerk,
                                   .person_id = any_member().person_id,
                                   .windows = {{.from = from, .to = from + 1h}},
                                   .minutes = 20,
                                   .seats = is_one_of(3) ? 3 : 1});
  }
  if (is_one_of(6)) {
    tell(any_member(), slots::ImportBusy{.booth_id = desk_.holzwerk,
                                         .person_id = any_member().person_id,
                                         .calendar = std::string(kBusy)});
  }
  // Mostly booked ones: try some.
  for (int i = 0; i < 3; ++i) {
    const auto slot = any_slot();
    if (!slot) return;
    const auto to = desk_.in(5 * static_cast<int>(below(60)));
    switch (below(4)) {
      case 0: tell(any_member(), slots::Block{.slot_ids = {*slot}}); break;
      case 1: tell(any_member(), slots::Unblock{.slot_ids = {*slot}}); break;
      case 2: tell(any_member(), slots::Withdraw{.slot_ids = {*slot}}); break;
      default: tell(any_member(), slots::Move{.slot_id = *slot, .starts_at = {to.ms - to.ms % 300'000}});
    }
  }
}

void CommandMix::hold() {
  const auto slot = any_slot();
  if (!slot) return;
  const Caller& person = any_visitor();
  const auto held = tell(person, slots::Hold{.slot_id = *slot, .any_member = is_one_of(2)});
  if (!held) return;
  const auto own = held->hold.slot.slot_id;
  if (is_one_of(2)) tell(person, slots::Extend{.slot_id = own, .generation = held->hold.generation});
  switch (below(3)) {
    case 0: tell(person, slots::Release{.slot_id = own, .generation = held->hold.generation}); break;
    case 1:
      remember(tell(person, appointments::Book{.slot_id = own, .generation = held->hold.generation}), person);
      break;
    default: break;  // left to run out
  }
}

void CommandMix::remember(const std::optional<appointments::Book::Reply>& reply, const Caller& visitor) {
  if (!reply) return;
  meetings_.push_back({reply->appointment.appointment_id, visitor});
  if (meetings_.size() > kRememberedMeetings) meetings_.erase(meetings_.begin());
}

void CommandMix::book() {
  const auto slot = any_slot();
  if (!slot) return plan();
  const Caller& person = any_visitor();
  if (is_one_of(5)) {
    const std::string email = is_one_of(3) ? "niemand@example.org" : email_of(any_visitor().name);
    tell(any_member(), appointments::BookFor{.slot_id = *slot, .email = email, .reason = "Anruf"});
    return;
  }
  appointments::Book wish{.slot_id = *slot, .reason = "Fragen zur Stelle"};
  if (is_one_of(2)) wish.job_id = desk_.joiner;
  if (is_one_of(3)) wish.zone = "America/New_York";
  remember(tell(person, wish), person);
}

void CommandMix::change_appointment() {
  if (meetings_.empty()) return;
  const Meeting meeting = any(meetings_);
  switch (below(3)) {
    case 0:
      tell(is_one_of(3) ? any_member() : meeting.visitor,
           appointments::Cancel{.appointment_id = meeting.id, .reason = "Es kam etwas dazwischen."});
      break;
    case 1:
      tell(any_member(), appointments::Reassign{.appointment_id = meeting.id,
                                                .person_id = any_member().person_id,
                                                .note = "Bitte übernimm du."});
      break;
    default:
      if (const auto slot = any_slot())
        tell(meeting.visitor, appointments::Move{.appointment_id = meeting.id, .slot_id = *slot});
  }
}

void CommandMix::propose() {
  const auto slot = any_slot();
  if (meetings_.empty() || !slot) return;
  const Meeting meeting = any(meetings_);
  tell(any_member(),
       appointments::Propose{.appointment_id = meeting.id, .slot_id = *slot, .note = "Passt das besser?"});
  if (is_one_of(3)) return;
  if (is_one_of(2)) {
    tell(meeting.visitor, appointments::Accept{.appointment_id = meeting.id});
  } else {
    tell(meeting.visitor, appointments::Decline{.appointment_id = meeting.id});
  }
}

/// Books, and changes it by what was mailed about it.
void CommandMix::use_link() {
  const auto slot = any_slot(), other = any_slot();
  if (!slot) return;
  const Caller& person = any_visitor();
  remember(tell(person, appointments::Book{.slot_id = *slot}), person);
  const std::string mail = desk_.mail_to(email_of(person.name));
  if (is_one_of(2)) {
    tell(Caller{}, appointments::CancelByLink{.token = token_behind(mail, "Absagen: ")});
  } else {
    tell(Caller{}, appointments::MoveByLink{.token = token_behind(mail, "Verlegen: "), .slot_id = *other});
  }
}

/// The next appointment takes place, one way or another.
void CommandMix::meet() {
  const auto now = desk_.clock.now();
  const Meeting* next = nullptr;
  protocol::Timestamp start{};
  for (const Meeting& meeting : meetings_) {
    for (const auto& shown : desk_.day(meeting.visitor).appointments) {
      if (shown.appointment_id != meeting.id || shown.state != protocol::AppointmentState::booked ||
          shown.starts_at <= now || (next != nullptr && shown.starts_at >= start))
        continue;
      next = &meeting;
      start = shown.starts_at;
    }
  }
  if (next == nullptr) return;
  const Meeting meeting = *next;
  desk_.let_pass(start - 1min - now);
  const bool comes = !is_one_of(3);
  if (comes) tell(meeting.visitor, appointments::CheckIn{.appointment_id = meeting.id});
  for (const Caller& member : members_) tell(member, appointments::CheckIn{.appointment_id = meeting.id});
  desk_.let_pass(2min);
  if (!comes) {
    desk_.let_pass(4min);
    for (const Caller& member : members_)
      tell(member, appointments::ReportNoShow{.appointment_id = meeting.id});
    return;
  }
  for (const Caller& member : members_) tell(member, appointments::Begin{.appointment_id = meeting.id});
  desk_.let_pass(5min);
  if (is_one_of(2)) tell(any_member(), appointments::Extend{.appointment_id = meeting.id});
  if (!is_one_of(4)) tell(any_member(), appointments::Finish{.appointment_id = meeting.id});
}

/// At the Klinikum nobody has time, and then Otto has.
void CommandMix::wait_for_seat() {
  const Caller& person = any_visitor();
  tell(person, waitlists::Join{.booth_id = desk_.klinikum, .short_notice = is_one_of(2)});
  if (is_one_of(2)) {
    const auto begin = desk_.in(static_cast<int>(150 + 5 * below(50)));
    const protocol::Timestamp from{begin.ms - begin.ms % 300'000};
    tell(desk_.olga, slots::Open{.booth_id = desk_.klinikum,
                                 .person_id = desk_.otto.person_id,
                                 .windows = {{.from = from, .to = from + 20min}},
                                 .minutes = 20});
  }
  for (const Caller& asked : visitors_) {
    for (const auto& entry : desk_.day(asked).waiting) {
      if (!entry.offer || is_one_of(4)) continue;
      const auto offered = entry.offer->slot.slot_id;
      if (is_one_of(2)) {
        tell(asked, waitlists::Decline{.booth_id = desk_.klinikum, .slot_id = offered});
      } else {
        remember(tell(asked, appointments::Book{.slot_id = offered}), asked);
      }
    }
  }
  if (is_one_of(2)) tell(any_visitor(), waitlists::Leave{.booth_id = desk_.klinikum});
}

void CommandMix::follow_calendar() {
  const Caller& person = any_visitor();
  if (is_one_of(3)) {
    tell(person, appointments::RevokeFeed{});
  } else {
    tell(person, appointments::CreateFeed{});
  }
}

void CommandMix::pass_time() {
  if (is_one_of(4)) desk_.absence(any_visitor().person_id);
  desk_.let_pass(std::chrono::minutes(1 + below(20)));
  for (const auto& work : desk_.registry.housekeeping()) desk_.write(work.work);
}

}  // namespace stollen::tests
