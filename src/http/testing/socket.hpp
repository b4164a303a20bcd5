#pragma once
// A client that sends exactly the bytes a test wants, over loopback, and reads what comes back. Blocking,
// with a limit of ten seconds on every wait so that a broken server fails a test instead of hanging it.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace vitrine::http::testing {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  [[nodiscard]] int native() const { return socket_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// One more piece into `received`; false at the end or after ten seconds.
  bool receive() {
    char piece[64 * 1024];
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    received.append(piece, static_cast<std::size_t>(got));
    return true;
  }
  bool receive_until(std::string_view mark) {
    while (received.find(mark) == std::string::npos)
      if (!receive()) return false;
    return true;
  }
  /// All until the server closes.
  std::string receive_all() {
    while (receive()) {
    }
    return std::exchange(received, {});
  }

  struct Answer {
    int status = 0;
    std::string head, body;
    [[nodiscard]] std::string field(std::string_view name) const {
      const auto lower = base::lower_ascii(head);
      const auto at = lower.find("\r\n" + base::lower_ascii(name) + ": ");
      if (at == std::string::npos) return {};
      const auto from = at + name.size() + 4;
      return head.substr(from, head.find("\r\n", from) - from);
    }
  };
  /// The next answer, framed by its Content-Length; status 0 when there is none.
  Answer answer(bool with_body = true) {
    Answer out;
    if (!receive_until("\r\n\r\n")) return out;
    const auto end = received.find("\r\n\r\n");
    out.head = received.substr(0, end + 2);
    received.erase(0, end + 4);
    out.status = static_cast<int>(base::parse_number(out.head.substr(9, 3)).value_or(0));
    const auto length = base::parse_number(out.field("content-length")).value_or(0);
    if (!with_body) return out;
    while (received.size() < length)
      if (!receive()) return out;
    out.body = received.substr(0, length);
    received.erase(0, length);
    return out;
  }
  Answer ask(std::string_view bytes, bool with_body = true) {
    send(bytes);
    return answer(with_body);
  }

  std::string received;

 private:
  int socket_;
  bool connected_ = false;
};

}  // namespace vitrine::http::testing
