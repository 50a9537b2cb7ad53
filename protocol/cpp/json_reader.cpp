#include "protocol/cpp/json_reader.hpp"

#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace stollen::protocol {
namespace {

// Builds the tree and stops at the first breach of what parse_json() promises.
class TreeBuilder final : public nlohmann::json_sax<Json> {
 public:
  explicit TreeBuilder(std::size_t max_depth) : max_depth_(max_depth) {}

  bool null() override { return add(Json(nullptr)) != nullptr; }
  bool boolean(bool value) override { return add(Json(value)) != nullptr; }
  bool number_integer(number_integer_t value) override { return add(Json(value)) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return add(Json(value)) != nullptr; }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return add(Json(value)) != nullptr;
  }
  bool string(string_t& value) override { return add(Json(std::move(value))) != nullptr; }
  bool binary(binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*count*/) override { return descend(Json::object()); }
  bool start_array(std::size_t /*count*/) override { return descend(Json::array()); }
  bool end_object() override { return ascend(); }
  bool end_array() override { return ascend(); }

  bool key(string_t& name) override {
    const auto [place, is_new] = open_.back()->get_ptr<Json::object_t*>()->try_emplace(std::move(name));
    if (!is_new) return fail("The key \"" + place->first.substr(0, 64) + "\" comes twice in one object.");
    next_value_ = &place->second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const Json::exception& /*error*/) override {
    return fail("This is no JSON, or not UTF-8, near byte " + std::to_string(position) + ".");
  }

  Json take_root() { return std::move(root_); }
  std::string take_error() { return std::move(error_); }

 private:
  Json* add(Json&& value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (next_value_ != nullptr) {
      *next_value_ = std::move(value);
      return std::exchange(next_value_, nullptr);
    }
    auto& items = *open_.back()->get_ptr<Json::array_t*>();
    items.push_back(std::move(value));
    return &items.back();
  }

  bool descend(Json&& empty) {
    if (open_.size() >= max_depth_)
      return fail("Nested deeper than " + std::to_string(max_depth_) + " levels.");
    // A pointer to an array's item stays valid: nothing is added to the array before the item is complete.
    open_.push_back(add(std::move(empty)));
    return true;
  }

  bool ascend() {
    open_.pop_back();
    return true;
  }

  bool fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return false;
  }

  std::size_t max_depth_;
  Json root_;
  std::vector<Json*> open_;
  Json* next_value_ = nullptr;
  std::string error_;
};

}  // namespace

OwnedJson::OwnedJson() : json_(new Json(Json::object())) {}
OwnedJson::OwnedJson(Json&& json) : json_(new Json(std::move(json))) {}
std::string OwnedJson::text() const {
  return json_->dump();
}
void OwnedJson::Delete::operator()(Json* json) const {
  delete json;
}

std::expected<OwnedJson, std::string> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes)
    return std::unexpected("Larger than " + std::to_string(limits.max_bytes) + " bytes.");
  // nlohmann/json takes a NUL byte for the end of the input and skips a byte order mark; JSON allows neither.
  if (text.find('\0') != std::string_view::npos) return std::unexpected("Contains a NUL byte.");
  if (text.starts_with("\xEF\xBB\xBF")) return std::unexpected("Begins with a byte order mark.");
  TreeBuilder builder(limits.max_depth);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return std::unexpected(builder.take_error());
  return OwnedJson(builder.take_root());
}

}  // namespace stollen::protocol
