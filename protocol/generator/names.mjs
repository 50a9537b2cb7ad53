// Names in the languages we write.

export const pascal = (text) => text.split(/[_:]/u).filter(Boolean).map((word) => word[0].toUpperCase() + word.slice(1)).join('');

export const camel = (text) => {
  const name = pascal(text);
  return name[0].toLowerCase() + name.slice(1);
};

const cppReserved = new Set(
  `alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl concept const
  consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double dynamic_cast else
  enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
  operator or or_eq private protected public register reinterpret_cast requires return short signed sizeof static static_assert
  static_cast struct switch template this thread_local throw true try typedef typeid typename union unsigned using virtual void
  volatile wchar_t while xor xor_eq
  assert emit errno linux major minor signals slots stderr stdin stdout unix`.split(/\s+/u),
);

// A field, enumerator, error or namespace in C++. Keywords and well-known macros get a trailing underscore.
export const cppName = (word) => (cppReserved.has(word) ? `${word}_` : word);

// "user:{PersonId}" -> {words: ["user"], keys: ["PersonId"], before: "user:", after: ""}
export function splitPattern(pattern) {
  const parts = pattern.split(':');
  const keys = parts.filter((part) => part.startsWith('{')).map((part) => part.slice(1, -1));
  const at = pattern.indexOf('{');
  return {
    words: parts.filter((part) => !part.startsWith('{')),
    keys,
    before: at < 0 ? pattern : pattern.slice(0, at),
    after: at < 0 ? '' : pattern.slice(pattern.indexOf('}') + 1),
  };
}
