#include "server/storage/postgres/arguments.hpp"

#include <bit>
#include <variant>

namespace stollen::storage::postgres {
namespace {

// Of the server's pg_type.dat; they are the same for ever.
constexpr Oid kUnknown = 0, kInteger = 20, kText = 25, kReal = 701;
constexpr int kBinary = 1;

}  // namespace

Arguments::Arguments(std::span<const Parameter> parameters) {
  const std::size_t count = parameters.size();
  types_.reserve(count);
  values_.reserve(count);
  lengths_.reserve(count);
  numbers_.reserve(count);
  formats_.assign(count, kBinary);
  struct Visitor {
    Arguments& self;
    // What has no value has no type of its own: the server sees from the statement what it stands for.
    void operator()(std::monostate) const { self.add_null(kUnknown); }
    void operator()(NullOf type) const {
      self.add_null(type == NullOf::integer ? kInteger : type == NullOf::real ? kReal : kText);
    }
    void operator()(std::int64_t number) const {
      self.add_number(kInteger, static_cast<std::uint64_t>(number));
    }
    void operator()(double number) const { self.add_number(kReal, std::bit_cast<std::uint64_t>(number)); }
    void operator()(std::string_view text) const { self.add_text(text); }
    void operator()(const protocol::IdText& id) const { self.add_text({id.data(), id.size()}); }
  };
  for (const Parameter& parameter : parameters) std::visit(Visitor{*this}, parameter.value());
}

void Arguments::add_null(Oid type) {
  types_.push_back(type);
  values_.push_back(nullptr);
  lengths_.push_back(0);
}

void Arguments::add_number(Oid type, std::uint64_t bits) {
  auto& bytes = numbers_.emplace_back();
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes.at(i) = static_cast<char>(bits >> (56 - 8 * i));
  types_.push_back(type);
  values_.push_back(bytes.data());
  lengths_.push_back(static_cast<int>(bytes.size()));
}

void Arguments::add_text(std::string_view text) {
  types_.push_back(kText);
  values_.push_back(text.data() == nullptr ? "" : text.data());
  lengths_.push_back(static_cast<int>(text.size()));
}

}  // namespace stollen::storage::postgres
