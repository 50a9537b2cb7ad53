#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct redisReader;

namespace stollen::redis {

/// One reply of the server. Views are valid until the reader is asked for the next one.
struct Reply {
  enum class Kind : std::uint8_t { status, error, integer, text, nil, array };
  Kind kind = Kind::nil;
  std::span<const std::string_view> parts;  ///< an array's items in order, nested ones among them; else one

  [[nodiscard]] std::string_view text() const { return parts.empty() ? std::string_view{} : parts.front(); }
};

/// Takes replies out of what the network brings. hiredis finds where each begins and ends (RESP2); what it
/// finds is gathered in memory that is kept from reply to reply.
class ReplyReader {
 public:
  enum class Outcome : std::uint8_t { reply, incomplete, broken };

  /// A server that sends a reply of more than `longest` octets is not listened to any further.
  explicit ReplyReader(std::size_t longest);
  ~ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  void feed(std::string_view bytes);
  Outcome next(Reply& reply);
  /// After `broken`.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  struct Callbacks;
  bool add(int type, std::string_view text, bool is_item);

  const std::size_t longest_;
  std::unique_ptr<redisReader, void (*)(redisReader*)> reader_;
  Reply::Kind kind_ = Reply::Kind::nil;
  std::string bytes_;                                        // of the reply that is gathered
  std::vector<std::pair<std::size_t, std::size_t>> places_;  // of its parts therein: from, size
  std::vector<std::string_view> parts_;
  std::string trouble_;
};

/// Appends one command in the server's form.
void append_command(std::string& out, std::span<const std::string_view> words);

}  // namespace stollen::redis
