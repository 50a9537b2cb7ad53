#include "server/net/static_files.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "server/core/hex.hpp"
#include "server/core/sha256.hpp"

namespace stollen::net {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kContentTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".pdf", "application/pdf"},
    {".map", "application/json"},
}};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return bytes;
}

// 128 bits of SHA-256: strong, since it names the bytes.
std::string etag_of(std::string_view bytes) {
  constexpr std::size_t kOctets = 16;
  const auto hash = sha256(bytes);
  return to_hex(std::span(hash).first(kOctets));
}

std::filesystem::path with_suffix(std::filesystem::path path, const char* suffix) {
  path += suffix;
  return path;
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
  for (const auto& [ending, type] : kContentTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::shared_ptr<const StaticFiles> StaticFiles::from_embedded(std::span<const StaticFile> files) {
  auto table = std::make_shared<StaticFiles>();
  for (const StaticFile& file : files) table->files_.emplace(file.path, file);
  return table;
}

std::shared_ptr<const StaticFiles> StaticFiles::from_directory(const std::filesystem::path& directory,
                                                               std::string_view immutable_below) {
  auto table = std::make_shared<StaticFiles>();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    const auto ending = entry.path().extension();
    if (!entry.is_regular_file() || ending == ".br" || ending == ".gz") continue;
    table->add_from_disk(entry.path(), directory, immutable_below);
  }
  return table;
}

void StaticFiles::add_from_disk(const std::filesystem::path& file, const std::filesystem::path& directory,
                                std::string_view immutable_below) {
  StaticFile entry;
  entry.path = keep("/" + file.lexically_relative(directory).generic_string());
  entry.content_type = content_type_of(entry.path);
  entry.identity = keep(read_file(file));
  entry.etag = keep(etag_of(entry.identity));
  entry.is_immutable = !immutable_below.empty() && entry.path.starts_with(immutable_below);
  if (const auto variant = with_suffix(file, ".br"); std::filesystem::exists(variant)) {
    entry.brotli = keep(read_file(variant));
  }
  if (const auto variant = with_suffix(file, ".gz"); std::filesystem::exists(variant)) {
    entry.gzip = keep(read_file(variant));
  }
  files_.emplace(entry.path, entry);
}

std::string_view StaticFiles::keep(std::string bytes) {
  kept_.push_back(std::make_unique<const std::string>(std::move(bytes)));
  return *kept_.back();
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace stollen::net
