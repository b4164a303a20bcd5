// The way out, from the port to a TLS server and back: what is said, what is refused, what is survived.
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "adapters/egress/egress_process.hpp"
#include "adapters/egress/egress_worker.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::egress_test {
using namespace vitrine::adapters::egress;
using ports::OutboundAnswer;
using ports::OutboundPost;

namespace {
/// A push service on loopback with a certificate of its own for "localhost": takes what comes, answers
/// `answer`.
class Service {
 public:
  explicit Service(std::string answer)
      : answer_(std::move(answer)), context_(SSL_CTX_new(TLS_server_method())) {
    make_certificate();
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    socklen_t size = sizeof place;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread{[this] { work(); }};
  }
  ~Service() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }
  [[nodiscard]] std::string url(std::string_view host = "localhost") const {
    return fmt::format("https://{}:{}/ring?a=b", host, port_);
  }
  [[nodiscard]] std::string exception() const { return fmt::format("127.0.0.1:{}", port_); }
  [[nodiscard]] std::string certificate() const { return folder_.path() / "certificate.pem"; }
  std::string heard;
  std::atomic<int> connections = 0;

 private:
  void make_certificate() {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key);
    X509_NAME* subject = X509_get_subject_name(made);
    const auto* name = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0);
    X509_set_issuer_name(made, subject);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
    X509_add_ext(made, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(made, key, EVP_sha256());
    FILE* out = std::fopen(certificate().c_str(), "w");
    REQUIRE(out != nullptr);
    PEM_write_X509(out, made);
    std::fclose(out);
    SSL_CTX_use_certificate(context_, made);
    SSL_CTX_use_PrivateKey(context_, key);
    X509_free(made);
    EVP_PKEY_free(key);
  }
  void work() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      ++connections;
      SSL* tls = SSL_new(context_);
      SSL_set_fd(tls, socket);
      if (SSL_accept(tls) == 1) {
        char piece[4096];
        std::string text;
        for (int got = 0;
             text.find("\r\n\r\n") == std::string::npos && (got = SSL_read(tls, piece, sizeof piece)) > 0;)
          text.append(piece, static_cast<std::size_t>(got));
        heard = text;
        SSL_write(tls, answer_.data(), static_cast<int>(answer_.size()));
        SSL_shutdown(tls);
      }
      SSL_free(tls);
      ::close(socket);
    }
  }
  base::testing::TemporaryFolder folder_;
  std::string answer_;
  SSL_CTX* context_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// A worker in a thread, and the house's side of it. It believes `certificate` alone.
class Way {
 public:
  Way(const std::string& allow, const std::string& certificate) : policy_(*Policy::of(allow)) {
    ::setenv("SSL_CERT_FILE", certificate.c_str(), 1);
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
    worker_ = std::thread{[this, line = ends[1]] {
      serve(line, policy_);
      ::close(line);
    }};
    house_.emplace(ends[0]);
  }
  ~Way() {
    house_.reset();
    worker_.join();
    ::unsetenv("SSL_CERT_FILE");
  }
  OutboundAnswer post(OutboundPost one) { return post(std::vector{std::move(one)})[0]; }
  std::vector<OutboundAnswer> post(const std::vector<OutboundPost>& all) {
    const auto answers = house_->post(all);
    REQUIRE(answers);
    return *answers;
  }

 private:
  Policy policy_;
  std::thread worker_;
  std::optional<EgressProcess> house_;
};
}  // namespace

TEST_CASE("egress: what is said arrives, and its status comes back") {
  Service service{"HTTP/1.1 201 Created\r\nLocation: /m/1\r\nContent-Length: 0\r\n\r\n"};
  Way way{service.exception(), service.certificate()};
  const auto answer = way.post({.url = service.url(), .headers = {{"TTL", "60"}, {"Topic", "t"}}});
  CHECK(answer.status == 201);
  CHECK(answer.trouble.empty());
  CHECK(service.heard.starts_with("POST /ring?a=b HTTP/1.1\r\nHost: localhost:"));
  CHECK(service.heard.find("\r\nTTL: 60\r\nTopic: t\r\nContent-Length: 0\r\n") != std::string::npos);
}

TEST_CASE("egress: sixteen at once, each with its own answer") {
  Service service{"HTTP/1.1 410 Gone\r\n\r\n"};
  Way way{service.exception(), service.certificate()};
  std::vector<OutboundPost> posts;
  for (int i = 0; i < 16; ++i)
    posts.push_back({.url = i % 2 == 0 ? service.url() : "https://127.0.0.1/never", .headers = {}});
  const auto answers = way.post(posts);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(answers[i].status == (i % 2 == 0 ? 410 : 0));
    CHECK(answers[i].trouble == (i % 2 == 0 ? "" : "refused_address"));
  }
  CHECK(service.connections == 8);
}

TEST_CASE("egress: an address of one's own is refused before anything is sent to it") {
  Service service{"HTTP/1.1 200 OK\r\n\r\n"};
  Way way{"", service.certificate()};
  for (const auto& url : {service.url(), service.url("127.0.0.1"), service.url("2130706433"),
                          service.url("0x7f.1"), service.url("[::1]"), service.url("[::ffff:127.0.0.1]")}) {
    const auto answer = way.post({.url = url, .headers = {}});
    CHECK_MESSAGE(answer.status == 0, url);
    // A resolver may not know the stranger spellings at all.
    CHECK_MESSAGE((answer.trouble == "refused_address" || answer.trouble == "no_such_host"), url);
  }
  CHECK(service.connections == 0);
}

TEST_CASE("egress: who cannot prove to be who was meant is not spoken to") {
  Service service{"HTTP/1.1 200 OK\r\n\r\n"}, stranger{"HTTP/1.1 200 OK\r\n\r\n"};
  Way way{service.exception() + "," + stranger.exception(), service.certificate()};
  CHECK(way.post({.url = stranger.url(), .headers = {}}).trouble == "tls");  // another's certificate
  CHECK(way.post({.url = service.url("127.0.0.1"), .headers = {}}).trouble == "tls");  // another name
  CHECK(stranger.heard.empty());
  CHECK(service.heard.empty());
  CHECK(way.post({.url = service.url(), .headers = {}}).status == 200);
}

TEST_CASE("egress: a redirect is an answer; what is no HTTP is none") {
  for (const auto& [text, status] : std::vector<std::pair<std::string, int>>{
           {"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\n\r\n", 302},
           {"HTTP/1.1 099 No\r\n\r\n", 0},
           {"HTTP/1.1 abc\r\n\r\n", 0},
           {"SSH-2.0-OpenSSH\r\n", 0},
           {"", 0},
           {std::string(10'000, 'x'), 0}}) {
    Service service{text};
    Way way{service.exception(), service.certificate()};
    CHECK_MESSAGE(way.post({.url = service.url(), .headers = {}}).status == status, text.substr(0, 20));
    CHECK(service.connections == 1);
  }
}

TEST_CASE("egress: nothing can be smuggled into what is said") {
  Service service{"HTTP/1.1 200 OK\r\n\r\n"};
  Way way{service.exception(), service.certificate()};
  for (const auto& post : std::vector<OutboundPost>{
           {.url = service.url() + "\r\nX: y", .headers = {}},
           {.url = service.url() + "\n", .headers = {}},
           {.url = "http://localhost/", .headers = {}},
           {.url = service.url(), .headers = {{"A", "b\r\nC: d"}}},
           {.url = service.url(), .headers = {{"A: b\nC", "d"}}},
           {.url = service.url(), .headers = {{"A:", "b"}}},
           {.url = service.url(), .headers = {{"A", std::string(packet_bytes_max, 'x')}}}})
    CHECK(way.post(post).trouble == "refused_url");
  CHECK(service.connections == 0);
}

TEST_CASE("egress: without a worker the caller is told, and nothing hangs") {
  EgressProcess nobody{{.program = "/nowhere/vitrine"}};
  const std::vector<OutboundPost> posts{{.url = "https://push.example.org/", .headers = {}}};
  CHECK(nobody.post(posts).error().code == "egress");
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
  EgressProcess dead{ends[0]};
  ::close(ends[1]);
  CHECK(dead.post(posts).error().code == "egress");
}
}  // namespace vitrine::egress_test
