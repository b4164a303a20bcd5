#pragma once
// One connected socket, plain or TLS, as coroutines. Only server/*.cpp include this: the one place that pays
// for Asio's headers. A Stream belongs to its I/O thread.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace vitrine::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaited{};

/// Errors come back in `error` instead of as an exception.
inline auto into(ErrorCode& error) { return asio::redirect_error(awaited, error); }

class Stream {
 public:
  virtual ~Stream() = default;
  virtual Socket& socket() = 0;
  /// The kernel may write to the socket directly.
  [[nodiscard]] virtual bool is_plain() const = 0;
  virtual Awaitable<ErrorCode> handshake() = 0;
  virtual Awaitable<std::size_t> read_some(char* into, std::size_t size, ErrorCode& error) = 0;
  virtual Awaitable<std::size_t> write_some(const char* from, std::size_t size, ErrorCode& error) = 0;
  /// Says that nothing more follows.
  virtual Awaitable<void> finish() = 0;
};

/// Certificate and key. Errors: invalid_input "tls_invalid".
class TlsContext;
[[nodiscard]] base::Result<std::shared_ptr<TlsContext>> read_tls(const std::string& certificate_file,
                                                                 const std::string& key_file);

[[nodiscard]] std::unique_ptr<Stream> plain_stream(Socket socket);
[[nodiscard]] std::unique_ptr<Stream> tls_stream(Socket socket, TlsContext& tls);

}  // namespace vitrine::http
