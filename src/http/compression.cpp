#include "http/compression.hpp"

#include <zlib.h>

#include "base/text.hpp"

namespace vitrine::http {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  constexpr int most_memory = 9;
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, most_memory, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return status == Z_STREAM_END && out.size() + 64 < bytes.size() ? out : std::string{};
}

bool takes_gzip(std::string_view accept_encoding) {
  for (const auto item : base::split(accept_encoding.substr(0, 256), ',')) {
    const auto start = item.find_first_not_of(' ');
    if (start == std::string_view::npos) continue;
    const auto coding = item.substr(start);
    if (same_word(coding.substr(0, 4), "gzip"))
      return coding.find("q=0") == std::string_view::npos || coding.find("q=0.") != std::string_view::npos;
  }
  return false;
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") || type.starts_with("image/svg") ||
         type.starts_with("application/manifest") || type.starts_with("application/wasm");
}

void compress(Response& response, const Request& request) {
  constexpr std::size_t worth_bytes = 1400;  // what fits into one packet gains nothing
  auto* body = std::get_if<std::string>(&response.body);
  if (body == nullptr || body->size() < worth_bytes || response.status != 200 || response.secret) return;
  if (request.method != "GET" || !is_compressible(response.type)) return;
  if (!response.header("content-encoding").empty()) return;
  if (response.header("vary").empty()) response.add("Vary", "Accept-Encoding");
  if (!takes_gzip(request.header("accept-encoding"))) return;
  constexpr int fast = 1;
  if (auto packed = gzip(*body, fast); !packed.empty()) {
    *body = std::move(packed);
    response.add("Content-Encoding", "gzip");
  }
}

}  // namespace vitrine::http
