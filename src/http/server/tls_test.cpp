// The same server behind TLS, asked by OpenSSL's own client.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>

#include "http/server/server.hpp"
#include "http/testing/house.hpp"
#include "http/testing/socket.hpp"

namespace vitrine::tls_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

/// A certificate for the time of a test.
class Certificate {
 public:
  Certificate() {
    std::string name = (std::filesystem::temp_directory_path() / "vitrine_tls_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key);
    X509_NAME* subject = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(made, subject);
    X509_sign(made, key, EVP_sha256());
    write(certificate_file(), [&](FILE* out) { PEM_write_X509(out, made); });
    write(key_file(),
          [&](FILE* out) { PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(made);
    EVP_PKEY_free(key);
  }
  ~Certificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  [[nodiscard]] std::string certificate_file() const { return folder_ / "certificate.pem"; }
  [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }

 private:
  template <class Write>
  static void write(const std::string& file, Write put) {
    FILE* out = std::fopen(file.c_str(), "w");
    REQUIRE(out != nullptr);
    put(out);
    std::fclose(out);
  }
  std::filesystem::path folder_;
};

class TlsClient {
 public:
  TlsClient(std::uint16_t port, int version_max) : raw_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(context_, 0);
    SSL_CTX_set_max_proto_version(context_, version_max);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, raw_.native());
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  [[nodiscard]] bool connected() const { return connected_; }
  std::string ask_to_the_end(std::string_view bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    std::string all;
    char piece[16 * 1024];
    for (int got = 0; (got = SSL_read(ssl_, piece, sizeof piece)) > 0;)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }

 private:
  RawClient raw_;
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

}  // namespace

TEST_CASE("server over TLS: the same answers, and a browser is told to stay") {
  const Certificate certificate;
  House house;
  const std::filesystem::path file = certificate.certificate_file();
  house.table.add({.method = "GET", .path = "/file", .handler = [&](Call&) -> Result<Response> {
                     return Response::file({file, "t"}, "text/plain");
                   }});
  house.table.add(
      {.method = "PUT",
       .path = "/echo",
       .body = shape::open_object(),
       .body_bytes_max = 4 << 20,
       .handler = [](Call& call) -> Result<Response> { return Response::json(call.body().json()); }});
  auto server = Server::open({.port = 0,
                              .io_threads = 1,
                              .workers = 2,
                              .tls_certificate_file = certificate.certificate_file(),
                              .tls_key_file = certificate.key_file()},
                             house.dispatcher, house.clock);
  REQUIRE_MESSAGE(server, server.error().detail);
  CHECK((*server)->secure());
  (*server)->start();
  const auto port = (*server)->port();
  TlsClient client{port, TLS1_3_VERSION};
  REQUIRE(client.connected());
  const base::json::value large{{"text", std::string(1'000'000, 'x')}};
  const auto text = base::to_text(large);
  const auto all = client.ask_to_the_end(
      "GET /file HTTP/1.1\r\nHost: a\r\n\r\n" +
      fmt::format("PUT /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                  "Content-Length: {}\r\n\r\n",
                  text.size()) +
      text);
  CHECK(all.find("BEGIN CERTIFICATE") != std::string::npos);
  CHECK(all.find("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n") != std::string::npos);
  CHECK(all.ends_with(text));
  CHECK(TlsClient{port, TLS1_2_VERSION}.connected());
  CHECK_FALSE(TlsClient{port, TLS1_1_VERSION}.connected());
  RawClient plain{port};  // plain HTTP on the TLS port
  CHECK(plain.ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n").status == 0);
  (*server)->stop();
}
}  // namespace vitrine::tls_test
