#include "tests/protocol/definitions.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace stollen::protocol::testing {
namespace {

const std::string kFolder = STOLLEN_PROTOCOL_FOLDER;

struct Definitions {
  std::vector<std::string> words;
  std::vector<Shape> shapes;
  Json types = Json::object();
  Json enums = Json::object();
  std::set<std::string> ids;
  std::vector<std::string> snapshots;

  Definitions() {
    for (const auto& entry : std::filesystem::directory_iterator(kFolder + "/messages")) {
      words.push_back(entry.path().stem().string());
    }
    std::ranges::sort(words);
    for (const std::string& word : words) add(word, read_json_file("messages/" + word + ".json"));
  }

  void add(const std::string& word, const Json& file) {
    const Json none = Json::object();
    for (const auto& [name, about] : file.value("ids", none).items()) ids.insert(name);
    for (const auto& [name, entry] : file.value("enums", none).items()) enums[name] = entry["values"];
    for (const auto& [name, entry] : file.value("types", none).items()) {
      types[name] = entry["fields"];
      shapes.push_back({"type", name, entry["fields"]});
    }
    for (const auto& [pattern, entry] : file.value("streams", none).items())
      snapshots.push_back(entry["snapshot"]);
    for (const auto& [name, entry] : file.value("commands", none).items()) {
      shapes.push_back({"command", word + "." + name, entry["fields"]});
      shapes.push_back({"reply", word + "." + name, entry["reply"]});
    }
    for (const auto& [name, entry] : file.value("events", none).items()) {
      shapes.push_back({"event", word + "." + name, entry["fields"]});
    }
  }
};

const Definitions& definitions() {
  static const Definitions all;
  return all;
}

const Json& find(const Json& entries, const std::string& name) {
  static const Json nothing;
  const auto found = entries.find(name);
  return found == entries.end() ? nothing : *found;
}

}  // namespace

const std::vector<Shape>& all_shapes() {
  return definitions().shapes;
}
const Json& type_fields(const std::string& name) {
  return find(definitions().types, name);
}
const Json& enum_values(const std::string& name) {
  return find(definitions().enums, name);
}
bool is_id(const std::string& type) {
  return definitions().ids.contains(type);
}
std::vector<std::string> snapshot_types() {
  return definitions().snapshots;
}
std::vector<std::string> feature_words() {
  return definitions().words;
}

Json read_json_file(const std::string& path_in_protocol) {
  std::ifstream file(kFolder + "/" + path_in_protocol);
  if (!file) throw std::runtime_error("cannot read protocol/" + path_in_protocol);
  return Json::parse(file);
}

}  // namespace stollen::protocol::testing
