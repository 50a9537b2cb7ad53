#pragma once

#include <string>
#include <string_view>

namespace stollen::app {

/// `0.1.0`
std::string_view version();
/// Short hash of the commit, `+` behind it when the tree had changes; `unknown` outside a checkout.
std::string_view commit();
/// `0.1.0+abcdef0123`: what clients compare to notice that another build answers.
std::string build();
/// One line for people and logs.
std::string version_text();

}  // namespace stollen::app
