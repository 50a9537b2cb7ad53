#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/cpp/enum_text.hpp"
#include "protocol/cpp/id.hpp"
#include "protocol/cpp/timestamp.hpp"

namespace stollen::storage {

/// SQL that was written by a programmer: only a literal converts to it, so that no value can ever be
/// spliced in. Parameters are `$1 … $n`, which SQLite and PostgreSQL both take. The text's address is
/// the key of the statement cache.
class Sql {
 public:
  template <std::size_t N>
  consteval Sql(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT(google-explicit-constructor)
  /// For whoever takes tables along without knowing them: made of the schema's own names and of nothing else.
  /// The text must outlive every connection that executes it.
  static Sql made_of_names(const std::string& text) { return Sql(std::string_view(text), Made{}); }
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  struct Made {};
  constexpr Sql(std::string_view text, Made) : text_(text) {}

  std::string_view text_;
};

/// No value, of a type that is told nevertheless: then a statement is prepared once, whichever of its
/// arguments have a value.
enum class NullOf : std::uint8_t { integer, real, text };

/// A bound argument. Text is viewed, not copied: it must outlive the call.
class Parameter {
 public:
  using Value =
      std::variant<std::monostate, std::int64_t, double, std::string_view, protocol::IdText, NullOf>;

  Parameter(std::string_view text) : value_(text) {}                      // NOLINT
  Parameter(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT
  Parameter(const char* text) : value_(std::string_view(text)) {}         // NOLINT
  template <std::integral I>
  Parameter(I number) : value_(static_cast<std::int64_t>(number)) {}  // NOLINT; bool is 0 or 1
  Parameter(double number) : value_(number) {}                        // NOLINT
  Parameter(protocol::Timestamp at) : value_(at.ms) {}                // NOLINT
  Parameter(std::nullopt_t) {}                                        // NOLINT
  Parameter(NullOf type) : value_(type) {}                            // NOLINT
  template <class Tag>
  Parameter(const protocol::Id<Tag>& id) : value_(id.chars()) {}  // NOLINT
  /// Enumerations of the protocol are stored as their wire text.
  template <protocol::WireEnum Enum>
  Parameter(Enum value) : value_(protocol::to_text(value)) {}  // NOLINT
  template <class T>
  Parameter(const std::optional<T>& value) {  // NOLINT
    if (value) *this = Parameter(*value);
  }

  [[nodiscard]] const Value& value() const { return value_; }

 private:
  Value value_;
};

/// The current row of a running query; valid until the next one.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
};

/// How a C++ type is read from a column.
template <class T>
struct Column;

template <std::integral I>
struct Column<I> {
  static I read(const Row& row, int column) { return static_cast<I>(row.integer(column)); }
};
template <>
struct Column<bool> {
  static bool read(const Row& row, int column) { return row.integer(column) != 0; }
};
template <>
struct Column<double> {
  static double read(const Row& row, int column) { return row.real(column); }
};
template <>
struct Column<std::string> {
  static std::string read(const Row& row, int column) { return std::string(row.text(column)); }
};
template <>
struct Column<protocol::Timestamp> {
  static protocol::Timestamp read(const Row& row, int column) { return {row.integer(column)}; }
};
template <class Tag>
struct Column<protocol::Id<Tag>> {
  static protocol::Id<Tag> read(const Row& row, int column) {
    return protocol::Id<Tag>::parse(row.text(column)).value_or(protocol::Id<Tag>{});
  }
};
/// A text that is no longer a value of the enumeration means a store that is newer than this program: throws.
template <protocol::WireEnum Enum>
struct Column<Enum> {
  static Enum read(const Row& row, int column) {
    const auto value = protocol::from_text<Enum>(row.text(column));
    if (!value) throw std::runtime_error("unknown stored value: " + std::string(row.text(column)));
    return *value;
  }
};
template <class T>
struct Column<std::optional<T>> {
  static std::optional<T> read(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Column<T>::read(row, column);
  }
};

}  // namespace stollen::storage
