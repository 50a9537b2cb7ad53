// The one translation unit with the code of Asio's TLS that is no template (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
