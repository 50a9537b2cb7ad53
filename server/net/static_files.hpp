#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stollen::net {

/// A file that is answered as it lies here; nothing is compressed per request. All bytes outlive the
/// StaticFiles that holds it.
struct StaticFile {
  std::string_view path;          ///< "/assets/index-4f2a.js"; "/index.html" is the page of the app
  std::string_view content_type;  ///< "text/javascript; charset=utf-8"
  std::string_view etag;          ///< strong; without its quotes
  bool is_immutable = false;      ///< its name changes with its content: may be kept for a year
  std::string_view identity;
  std::string_view brotli;  ///< empty: no such variant
  std::string_view gzip;
};

/// A table of files, made once: what a request asks for is looked up here and never becomes a path
/// of the file system.
class StaticFiles {
 public:
  /// Of files embedded in the binary (or otherwise kept by the caller).
  static std::shared_ptr<const StaticFiles> from_embedded(std::span<const StaticFile> files);

  /// Reads a whole directory into memory, with `.br` and `.gz` variants lying beside the files; what
  /// lies below `immutable_below` (such as "/assets/") is immutable. For development, and for media.
  /// Throws std::runtime_error that names the file.
  static std::shared_ptr<const StaticFiles> from_directory(const std::filesystem::path& directory,
                                                           std::string_view immutable_below);

  [[nodiscard]] const StaticFile* find(std::string_view path) const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  std::string_view keep(std::string bytes);
  void add_from_disk(const std::filesystem::path& file, const std::filesystem::path& directory,
                     std::string_view immutable_below);

  std::unordered_map<std::string_view, StaticFile> files_;
  std::vector<std::unique_ptr<const std::string>> kept_;
};

/// By the name's ending; "application/octet-stream" when it is not known.
std::string_view content_type_of(std::string_view path);

}  // namespace stollen::net
