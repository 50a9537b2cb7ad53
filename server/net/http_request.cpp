#include "server/net/http_request.hpp"

#include <algorithm>

namespace stollen::net {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Takes the next part of a list off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trimmed(part);
}

}  // namespace

bool equals_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view HttpRequest::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (equals_without_case(header.name, name)) return header.value;
  }
  return {};
}

bool HttpRequest::has_header(std::string_view name) const {
  return count_headers(name) > 0;
}

std::size_t HttpRequest::count_headers(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [&](const Header& header) { return equals_without_case(header.name, name); }));
}

bool HttpRequest::has_token(std::string_view name, std::string_view token) const {
  for (const Header& header : headers) {
    if (!equals_without_case(header.name, name)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      if (equals_without_case(next_part(rest, ','), token)) return true;
    }
  }
  return false;
}

std::string_view HttpRequest::cookie(std::string_view name) const {
  for (const Header& header : headers) {
    if (!equals_without_case(header.name, "cookie")) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::string_view pair = next_part(rest, ';');
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return pair.substr(equals + 1);
      }
    }
  }
  return {};
}

}  // namespace stollen::net
