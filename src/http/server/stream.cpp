#include "http/server/stream.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstring>

namespace vitrine::http {

namespace {

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}
  Socket& socket() override { return socket_; }
  [[nodiscard]] bool is_plain() const override { return true; }
  Awaitable<ErrorCode> handshake() override { co_return ErrorCode{}; }
  Awaitable<std::size_t> read_some(char* into_bytes, std::size_t size, ErrorCode& error) override {
    return socket_.async_read_some(asio::buffer(into_bytes, size), into(error));
  }
  Awaitable<std::size_t> write_some(const char* from, std::size_t size, ErrorCode& error) override {
    return socket_.async_write_some(asio::buffer(from, size), into(error));
  }
  Awaitable<void> finish() override {
    ErrorCode ignored;
    socket_.shutdown(Tcp::socket::shutdown_send, ignored);
    co_return;
  }

 private:
  Socket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}
  Socket& socket() override { return stream_.next_layer(); }
  [[nodiscard]] bool is_plain() const override { return false; }
  Awaitable<ErrorCode> handshake() override {
    ErrorCode error;
    co_await stream_.async_handshake(asio::ssl::stream_base::server, into(error));
    co_return error;
  }
  Awaitable<std::size_t> read_some(char* into_bytes, std::size_t size, ErrorCode& error) override {
    return stream_.async_read_some(asio::buffer(into_bytes, size), into(error));
  }
  Awaitable<std::size_t> write_some(const char* from, std::size_t size, ErrorCode& error) override {
    return stream_.async_write_some(asio::buffer(from, size), into(error));
  }
  Awaitable<void> finish() override {
    ErrorCode ignored;
    co_await stream_.async_shutdown(into(ignored));
  }

 private:
  asio::ssl::stream<Socket> stream_;
};

/// Of what the client offers we speak http/1.1 and nothing else; a client that offers only others is refused.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                    unsigned in_size, void*) {
  static constexpr unsigned char ours[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  const bool agreed = SSL_select_next_proto(const_cast<unsigned char**>(out), out_size, ours, sizeof ours, in,
                                            in_size) == OPENSSL_NPN_NEGOTIATED;
  return agreed ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

class TlsContext {
 public:
  asio::ssl::context context{asio::ssl::context::tls_server};
};

base::Result<std::shared_ptr<TlsContext>> read_tls(const std::string& certificate_file,
                                                   const std::string& key_file) {
  const auto refuse = [](const std::string& file, const ErrorCode& error) {
    return base::fail(base::Fault::invalid_input, "tls_invalid", file + ": " + error.message() + ".");
  };
  auto tls = std::make_shared<TlsContext>();
  ErrorCode error;
  tls->context.use_certificate_chain_file(certificate_file, error);
  if (error) return refuse(certificate_file, error);
  tls->context.use_private_key_file(key_file, asio::ssl::context::pem, error);
  if (error) return refuse(key_file, error);
  auto* native = tls->context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(native,
                          "ECDHE+AESGCM:ECDHE+CHACHA20");  // TLS 1.2: forward secret and authenticated
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);      // an idle connection gives 34 KiB back
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  return tls;
}

std::unique_ptr<Stream> plain_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}
std::unique_ptr<Stream> tls_stream(Socket socket, TlsContext& tls) {
  return std::make_unique<TlsStream>(std::move(socket), tls.context);
}

}  // namespace vitrine::http
