// The one translation unit with Asio's code; everybody else sees its declarations only
// (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
