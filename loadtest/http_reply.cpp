#include "loadtest/http_reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace stollen::load {

std::string_view HttpReply::header(std::string_view name) const {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  const std::string wanted = fmt::format("\r\n{}:", name);
  const auto found = std::ranges::search(head, wanted, same);
  if (found.empty()) return {};
  const auto begin = static_cast<std::size_t>(found.end() - head.begin());
  std::string_view value = head.substr(begin, head.find("\r\n", begin) - begin);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

std::optional<HttpReply> parse_http_reply(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  HttpReply reply{.head = bytes.substr(0, end + 2), .body = {}};
  std::from_chars(bytes.data() + std::min<std::size_t>(9, end), bytes.data() + end, reply.status);
  std::size_t length = 0;
  const std::string_view length_text = reply.header("content-length");
  std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (bytes.size() < end + 4 + length) return std::nullopt;
  reply.body = bytes.substr(end + 4, length);
  reply.size = end + 4 + length;
  return reply;
}

}  // namespace stollen::load
