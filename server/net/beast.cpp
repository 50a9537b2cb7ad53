// The one translation unit with the code of Beast that is no template (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
