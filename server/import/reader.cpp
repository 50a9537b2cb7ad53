#include "server/import/reader.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "protocol/cpp/utf8.hpp"
#include "server/core/sha256.hpp"

namespace stollen::import {
namespace {

constexpr std::size_t kLargestFile = 8U << 20U;
constexpr std::size_t kLargestPicture = 1U << 20U;

constexpr std::string_view kBlank = " \t\r\n";
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Whether lower-case text has an attribute such as ` onload =`.
bool has_event_attribute(std::string_view text) {
  for (std::size_t at = text.find("on"); at != std::string_view::npos; at = text.find("on", at + 1)) {
    if (at == 0 || std::string_view(" \t\r\n\"'/").find(text[at - 1]) == std::string_view::npos) continue;
    std::size_t end = at + 2;
    while (end < text.size() && is_letter(text[end])) ++end;
    const bool is_named = end > at + 2;
    end = text.find_first_not_of(kBlank, end);
    if (is_named && end != std::string_view::npos && text[end] == '=') return true;
  }
  return false;
}

/// Drawings are shown inside a sandbox as well; this keeps active ones, and those that ask other servers, out
/// at the door.
bool is_harmless_svg(std::string_view svg) {
  std::string lower(svg);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (!lower.contains("<svg") || has_event_attribute(lower)) return false;
  std::erase_if(lower, [](char c) { return kBlank.contains(c) || c == '"' || c == '\''; });
  return std::ranges::none_of(
      std::initializer_list<std::string_view>{"<script", "<foreignobject", "javascript:", "<!entity",
                                              "@import", "href=http", "href=//", "href=data:text", "url(http",
                                              "url(//"},
      [&](std::string_view bad) { return lower.contains(bad); });
}

/// Magic bytes decide, not the name's ending.
bool matches_ending(std::string_view content, std::string_view ending) {
  if (ending == ".svg") return is_harmless_svg(content);
  if (ending == ".png") return content.starts_with("\x89PNG\r\n\x1A\n");
  if (ending == ".jpg" || ending == ".jpeg") return content.starts_with("\xFF\xD8\xFF");
  if (ending == ".webp")
    return content.size() > 12 && content.starts_with("RIFF") && content.substr(8, 4) == "WEBP";
  return false;
}

}  // namespace

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_safe_link(std::string_view url) {
  const bool has_scheme =
      url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
  return has_scheme && std::ranges::none_of(url, [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<';
         });
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

std::optional<std::string> Reader::read(const std::string& file, bool is_required) {
  const std::filesystem::path path = folder_ / file;
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) {
    if (is_required) fault({file, 0, 0, "", "the file is missing"});
    return std::nullopt;
  }
  if (size > kLargestFile) {
    fault({file, 0, 0, "", "the file is larger than 8 MiB"});
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  if (!stream) {
    fault({file, 0, 0, "", "the file cannot be read"});
    return std::nullopt;
  }
  return content.str();
}

std::optional<std::string> Reader::media(const std::string& path, const Fault& place) {
  if (path.empty()) return std::nullopt;
  const auto wrong = [&](std::string message) {
    Fault told = place;
    told.message = std::move(message);
    fault(std::move(told));
    return std::nullopt;
  };
  if (!path.starts_with("media/") || path.find("..") != std::string::npos) {
    return wrong("pictures lie below media/, such as media/logo.svg");
  }
  if (const auto known = media_.find(path); known != media_.end()) return "/media/" + known->second.name;
  const std::size_t dot = path.rfind('.');
  std::string ending = dot == std::string::npos ? "" : path.substr(dot);
  std::error_code error;
  const auto size = std::filesystem::file_size(folder_ / path, error);
  if (error) return wrong(fmt::format("there is no file {}", path));
  if (size > kLargestPicture) return wrong(fmt::format("{} is larger than 1 MiB", path));
  auto content = read(path, true);
  if (!content) return std::nullopt;
  if (!matches_ending(*content, ending)) {
    return wrong(
        fmt::format("{} is no harmless .svg, .png, .jpg or .webp picture (scripts and outside addresses "
                    "in drawings are refused)",
                    path));
  }
  MediaFile file{sha256_hex(*content).substr(0, 32) + ending, std::move(*content)};
  std::string address = "/media/" + file.name;
  media_.emplace(path, std::move(file));
  return address;
}

std::vector<MediaFile> Reader::take_media() {
  std::vector<MediaFile> files;
  files.reserve(media_.size());
  for (auto& [path, file] : media_) files.push_back(std::move(file));
  return files;
}

std::string Cells::text(std::string_view column, std::size_t longest, bool is_required) {
  const std::string_view cell = row_.cell(column);
  if (is_required && cell.empty()) wrong(column, "must not be empty");
  if (const std::size_t length = protocol::utf8_length(cell); length > longest) {
    wrong(column, fmt::format("has {} characters, at most {} fit", length, longest));
  }
  if (std::ranges::any_of(cell, [](char c) {
        return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t';
      })) {
    wrong(column, "contains control characters");
  }
  return std::string(cell);
}

std::optional<std::string> Cells::maybe(std::string_view column, std::size_t longest) {
  std::string value = text(column, longest, false);
  if (value.empty()) return std::nullopt;
  return value;
}

protocol::LocalText Cells::local(std::string_view column, std::size_t longest) {
  return {text(column, longest), maybe(std::string(column) + "_en", longest)};
}

std::string Cells::slug(std::set<std::string, std::less<>>& seen) {
  const std::string slug(row_.cell("slug"));
  if (!is_slug(slug)) {
    wrong("slug", fmt::format("\"{}\" must be 1 to 40 of a-z, 0-9 and -", slug));
  } else if (!seen.insert(slug).second) {
    wrong("slug", fmt::format("\"{}\" stands in an earlier row already", slug));
  }
  return slug;
}

std::string Cells::reference(std::string_view column, const std::set<std::string, std::less<>>& known,
                             std::string_view what, bool is_required) {
  const std::string slug(row_.cell(column));
  if (slug.empty() ? is_required : !known.contains(slug))
    wrong(column, fmt::format("there is no {} \"{}\"", what, slug));
  return slug;
}

std::optional<std::int64_t> Cells::number(std::string_view column, std::int64_t least, std::int64_t most,
                                          bool is_required) {
  const std::string_view cell = row_.cell(column);
  if (cell.empty() && !is_required) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) {
    wrong(column, fmt::format("\"{}\" is not a whole number", cell));
    return std::nullopt;
  }
  if (value < least || value > most)
    wrong(column, fmt::format("{} is not between {} and {}", value, least, most));
  return value;
}

std::optional<std::string> Cells::link(std::string_view column) {
  auto url = maybe(column, 300);
  if (url && !is_safe_link(*url))
    wrong(column, fmt::format("\"{}\" must begin with https://, http:// or mailto:", *url));
  return url;
}

std::vector<std::string> Cells::list(std::string_view column, std::size_t most, std::size_t longest) {
  std::vector<std::string> items;
  std::string_view rest = row_.cell(column);
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view item = rest.substr(0, end);
    item.remove_prefix(std::min(item.find_first_not_of(kBlank), item.size()));
    item = item.substr(0, item.find_last_not_of(kBlank) + 1);
    if (!item.empty()) items.emplace_back(item);
    if (std::ranges::any_of(item, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
      wrong(column, "contains control characters");  // and no line breaks: the store keeps lists by lines
    }
    if (protocol::utf8_length(item) > longest)
      wrong(column, fmt::format("\"{}\" is longer than {} characters", item, longest));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (items.size() > most) wrong(column, fmt::format("has {} entries, at most {} fit", items.size(), most));
  return items;
}

}  // namespace stollen::import
