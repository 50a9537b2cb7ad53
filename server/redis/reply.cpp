#include "server/redis/reply.hpp"

#include <hiredis/read.h>

#include <array>
#include <charconv>
#include <new>

namespace stollen::redis {
namespace {

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

Reply::Kind kind_of(int type) {
  switch (type) {
    case REDIS_REPLY_STATUS: return Reply::Kind::status;
    case REDIS_REPLY_ERROR: return Reply::Kind::error;
    case REDIS_REPLY_INTEGER: return Reply::Kind::integer;
    case REDIS_REPLY_STRING: return Reply::Kind::text;
    case REDIS_REPLY_ARRAY: return Reply::Kind::array;
    default: return Reply::Kind::nil;
  }
}

}  // namespace

/// What hiredis calls for each thing that it finds. Any pointer but null says that it was taken.
struct ReplyReader::Callbacks {
  static void* take(const redisReadTask* task, int type, std::string_view text) {
    auto* reader = static_cast<ReplyReader*>(task->privdata);
    return reader->add(type, text, task->parent != nullptr) ? reader : nullptr;
  }
  static void* text(const redisReadTask* task, char* bytes, std::size_t size) {
    return take(task, task->type, {bytes, size});
  }
  static void* array(const redisReadTask* task, int /*size*/) {
    auto* reader = static_cast<ReplyReader*>(task->privdata);
    if (task->parent == nullptr) reader->kind_ = Reply::Kind::array;
    return reader;
  }
  static void* integer(const redisReadTask* task, long long value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return take(task, task->type, {digits.data(), end});
  }
  // The task's own type is that of what is not there.
  static void* nil(const redisReadTask* task) { return take(task, REDIS_REPLY_NIL, {}); }
  static void forget(void* /*unused*/) {}

  static redisReplyObjectFunctions* all() {
    static redisReplyObjectFunctions functions{&text, &array, &integer, &nil, &forget};
    return &functions;
  }
};

ReplyReader::ReplyReader(std::size_t longest)
    : longest_(longest), reader_(redisReaderCreateWithFunctions(Callbacks::all()), &redisReaderFree) {
  if (reader_ == nullptr) throw std::bad_alloc();
  reader_->privdata = this;
}

ReplyReader::~ReplyReader() = default;

void ReplyReader::feed(std::string_view bytes) {
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
}

bool ReplyReader::add(int type, std::string_view text, bool is_item) {
  if (!is_item) kind_ = kind_of(type);
  constexpr std::size_t kCostOfPart = 32;  // empty items take memory, too
  if (bytes_.size() + text.size() + places_.size() * kCostOfPart > longest_) {
    trouble_ = "the server sent a reply that is too long";
    return false;
  }
  places_.emplace_back(bytes_.size(), text.size());
  bytes_.append(text);
  return true;
}

ReplyReader::Outcome ReplyReader::next(Reply& reply) {
  if (reader_->ridx == -1) {  // the last one was complete: a new one begins
    bytes_.clear();
    places_.clear();
  }
  void* found = nullptr;
  if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
    if (trouble_.empty()) trouble_ = reader_->errstr;
    return Outcome::broken;
  }
  if (found == nullptr) {
    // A text is found when it is there as a whole: until then it lies with hiredis.
    if (reader_->len - reader_->pos <= longest_) return Outcome::incomplete;
    trouble_ = "the server sent a reply that is too long";
    return Outcome::broken;
  }
  parts_.clear();
  for (const auto& [from, size] : places_) parts_.push_back(std::string_view(bytes_).substr(from, size));
  reply = {kind_, parts_};
  return Outcome::reply;
}

void append_command(std::string& out, std::span<const std::string_view> words) {
  out.push_back('*');
  append_number(out, words.size());
  out.append("\r\n");
  for (const std::string_view word : words) {
    out.push_back('$');
    append_number(out, word.size());
    out.append("\r\n").append(word).append("\r\n");
  }
}

}  // namespace stollen::redis
