// Writing answers: text, files by sendfile, bytes from elsewhere.
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include "http/problem.hpp"
#include "http/range.hpp"
#include "http/server/connection.hpp"
#include "http/server/exchange.hpp"

namespace vitrine::http {

namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

class File {
 public:
  explicit File(const std::filesystem::path& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return number_; }
  /// Nothing unless it is a regular file.
  [[nodiscard]] std::optional<std::uint64_t> size() const {
    struct stat facts{};
    if (number_ < 0 || ::fstat(number_, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(facts.st_size);
  }

 private:
  int number_;
};

/// Keeps the head and the first bytes of a file in one packet.
class Cork {
 public:
  explicit Cork(int socket) : socket_(socket) { set(1); }
  ~Cork() { set(0); }
  Cork(const Cork&) = delete;
  Cork& operator=(const Cork&) = delete;

 private:
  void set(int on) const { ::setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &on, sizeof on); }
  int socket_;
};

std::string content_range(const Slice& slice, std::uint64_t size) {
  if (slice.status == 416) return fmt::format("bytes */{}", size);
  return fmt::format("bytes {}-{}/{}", slice.from, slice.from + slice.size - 1, size);
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

std::string Connection::head(const Exchange& exchange, int status,
                             std::optional<std::uint64_t> length) const {
  return wire::head_text(exchange.response, {.status = status,
                                             .keep_alive = exchange.keep,
                                             .old_client = exchange.old_client,
                                             .secure = exchange.request.secure || secure_,
                                             .content_length = length,
                                             .now = engine_.clock.now()});
}

Awaitable<bool> Connection::reply(Exchange& exchange) {
  auto& body = exchange.response.body;
  if (const auto* text = std::get_if<std::string>(&body)) co_return co_await reply_text(exchange, *text);
  if (const auto* file = std::get_if<FileBody>(&body)) co_return co_await reply_file(exchange, *file);
  if (const auto* remote = std::get_if<RemoteBody>(&body)) co_return co_await reply_remote(exchange, *remote);
  co_return co_await reply_events(exchange, std::get<EventBody>(body));
}

Awaitable<bool> Connection::reply_text(Exchange& exchange, const std::string& body) {
  constexpr std::size_t one_write_bytes = 32 * 1024;
  const int status = exchange.response.status;
  const bool empty = has_no_body(status);
  auto bytes = head(exchange, status, empty ? std::nullopt : std::optional<std::uint64_t>{body.size()});
  if (exchange.request.method == "HEAD" || empty) co_return co_await write(bytes);
  if (body.size() <= one_write_bytes) {
    bytes += body;
    co_return co_await write(bytes);
  }
  co_return co_await write(bytes) && co_await write(body);
}

Awaitable<bool> Connection::reply_without_body(Exchange& exchange, int status, std::string range) {
  if (!range.empty()) exchange.response.add("Content-Range", std::move(range));
  const auto length = status == 304 ? std::nullopt : std::optional<std::uint64_t>{0};
  if (status == 416) exchange.response.type.clear();
  co_return co_await write(head(exchange, status, length));
}

Awaitable<bool> Connection::reply_file(Exchange& exchange, const FileBody& body) {
  const File file{body.path};
  const auto size = file.size();
  if (!size) {
    exchange.response = problem(404, "file_absent", "The file behind this address is gone.");
    co_return co_await reply_text(exchange, std::get<std::string>(exchange.response.body));
  }
  exchange.response.add("Accept-Ranges", "bytes").add("ETag", '"' + body.etag + '"');
  const auto slice = choose_slice(exchange.request, *size, body.etag);
  if (slice.status == 304) co_return co_await reply_without_body(exchange, 304, {});
  if (slice.status == 416) co_return co_await reply_without_body(exchange, 416, content_range(slice, *size));
  if (slice.status == 206) exchange.response.add("Content-Range", content_range(slice, *size));
  const auto top = head(exchange, slice.status, slice.size);
  if (exchange.request.method == "HEAD" || slice.size == 0) co_return co_await write(top);
  if (!stream_->is_plain())
    co_return co_await write(top) && co_await copy_file(file.number(), slice.from, slice.size);
  const Cork cork{stream_->socket().native_handle()};
  co_return co_await write(top) && co_await send_file(file.number(), slice.from, slice.size);
}

Awaitable<bool> Connection::send_file(int file, std::uint64_t from, std::uint64_t size) {
  constexpr std::uint64_t turn_bytes = 1024 * 1024;  // then others on this thread have theirs
  auto& socket = stream_->socket();
  ErrorCode error;
  socket.native_non_blocking(true, error);
  auto at = static_cast<off_t>(from);
  const auto end = static_cast<off_t>(from + size);
  std::uint64_t turn = 0;
  while (at < end && !closed_) {
    const auto want = std::min<std::uint64_t>(static_cast<std::uint64_t>(end - at), turn_bytes);
    const auto sent = ::sendfile(socket.native_handle(), file, &at, want);
    if (sent == 0) co_return false;  // the file became shorter than we said
    if (sent < 0 && errno != EAGAIN && errno != EINTR) co_return false;
    expire_in(engine_.options.stall_time);
    if (sent < 0) {
      co_await socket.async_wait(Socket::wait_write, into(error));
      turn = 0;
    } else if ((turn += static_cast<std::uint64_t>(sent)) >= turn_bytes) {
      co_await asio::post(executor_, awaited);
      turn = 0;
    }
    if (error) co_return false;
  }
  co_return at == end;
}

Awaitable<bool> Connection::copy_file(int file, std::uint64_t from, std::uint64_t size) {
  std::vector<char> piece(std::min<std::uint64_t>(size, piece_bytes));
  while (size > 0) {
    const auto want = std::min<std::uint64_t>(size, piece.size());
    const auto got = ::pread(file, piece.data(), want, static_cast<off_t>(from));
    if (got <= 0) co_return false;
    if (!co_await write({piece.data(), static_cast<std::size_t>(got)})) co_return false;
    from += static_cast<std::uint64_t>(got);
    size -= static_cast<std::uint64_t>(got);
  }
  co_return true;
}

Awaitable<bool> Connection::reply_remote(Exchange& exchange, const RemoteBody& body) {
  exchange.response.add("Accept-Ranges", "bytes").add("ETag", '"' + body.etag + '"');
  const auto slice = choose_slice(exchange.request, body.size, body.etag);
  if (slice.status == 304) co_return co_await reply_without_body(exchange, 304, {});
  if (slice.status == 416)
    co_return co_await reply_without_body(exchange, 416, content_range(slice, body.size));
  if (slice.status == 206) exchange.response.add("Content-Range", content_range(slice, body.size));
  if (!co_await write(head(exchange, slice.status, slice.size))) co_return false;
  if (exchange.request.method == "HEAD") co_return true;
  auto at = slice.from;
  auto left = slice.size;
  while (left > 0) {
    Result<base::Bytes> piece;
    const auto want = std::min<std::uint64_t>(left, piece_bytes);
    auto fetch = [&] { piece = body.read(at, want); };
    expire_in(ServerOptions::Seconds{3600});
    if (!co_await engine_.on_worker(fetch, executor_)) co_return false;
    if (!piece || piece->empty() || piece->size() > left) co_return false;
    if (!co_await write(base::as_text(*piece))) co_return false;
    at += piece->size();
    left -= piece->size();
  }
  co_return true;
}

}  // namespace vitrine::http
