#include "accounts/cbor.hpp"

#include <optional>

#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::ByteView;
using base::Result;

std::unexpected<base::Error> invalid() {
  return base::fail(base::Fault::corrupt_input, "cbor_invalid",
                    "What the authenticator said is not in its canonical form.");
}

enum Major : unsigned { positive = 0, negative = 1, bytes = 2, text = 3, array = 4, map = 5, simple = 7 };
constexpr std::uint64_t simple_false = 20, simple_true = 21, simple_null = 22;

class Reader {
 public:
  explicit Reader(ByteView from) : all_(from) {}

  Result<Cbor> value(int depth) {
    if (depth > cbor_depth_max || ++values_ > cbor_values_max) return invalid();
    if (at_ >= all_.size()) return invalid();
    const auto first = std::to_integer<unsigned>(all_[at_]);
    const auto major = first >> 5U;
    const auto argument = this->argument(first & 31U);
    if (!argument) return invalid();
    switch (major) {
      case positive:
      case negative:
        return integer(major, *argument);
      case bytes:
      case text:
        return blob(major, *argument);
      case array:
      case map:
        return list(major, *argument, depth);
      case simple:
        return word(first, *argument);
      default:
        return invalid();
    }
  }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  /// The number in or after the first byte, in the shortest of its spellings.
  std::optional<std::uint64_t> argument(unsigned low) {
    ++at_;
    if (low < 24) return low;
    if (low > 27) return std::nullopt;
    const std::size_t size = 1U << (low - 24);
    if (all_.size() - at_ < size) return std::nullopt;
    const auto number = base::read_be(all_.subspan(at_, size));
    at_ += size;
    const std::uint64_t least = size == 1 ? 24 : std::uint64_t{1} << (size * 4);
    return number < least ? std::nullopt : std::optional{number};
  }

  static Result<Cbor> integer(unsigned major, std::uint64_t argument) {
    if (argument > static_cast<std::uint64_t>(INT64_MAX)) return invalid();
    const auto number = static_cast<std::int64_t>(argument);
    return Cbor{.kind = Cbor::Kind::integer, .number = major == positive ? number : -1 - number};
  }

  Result<Cbor> blob(unsigned major, std::uint64_t size) {
    if (size > all_.size() - at_) return invalid();
    const auto part = all_.subspan(at_, static_cast<std::size_t>(size));
    at_ += part.size();
    if (major == text && !base::is_utf8(base::as_text(part))) return invalid();
    return Cbor{.kind = major == text ? Cbor::Kind::text : Cbor::Kind::bytes,
                .bytes = {part.begin(), part.end()}};
  }

  Result<Cbor> list(unsigned major, std::uint64_t count, int depth) {
    if (count > cbor_values_max) return invalid();
    Cbor out{.kind = major == map ? Cbor::Kind::map : Cbor::Kind::array};
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_LET(auto item, value(depth + 1));
      if (major == map) {
        for (std::size_t seen = 0; seen < out.items.size(); seen += 2)
          if (out.items[seen] == item) return invalid();
        TRY_LET(auto mapped, value(depth + 1));
        out.items.push_back(std::move(item));
        item = std::move(mapped);
      }
      out.items.push_back(std::move(item));
    }
    return out;
  }

  static Result<Cbor> word(unsigned first, std::uint64_t argument) {
    if ((first & 31U) >= 24) return invalid();
    if (argument == simple_null) return Cbor{.kind = Cbor::Kind::null};
    if (argument != simple_false && argument != simple_true) return invalid();
    return Cbor{.kind = Cbor::Kind::boolean, .number = argument == simple_true ? 1 : 0};
  }

  ByteView all_;
  std::size_t at_ = 0;
  int values_ = 0;
};

void write_head(base::Bytes& out, unsigned major, std::uint64_t argument) {
  const auto put = [&](unsigned low, int size) {
    out.push_back(static_cast<std::byte>(major << 5U | low));
    for (int i = size - 1; i >= 0; --i) out.push_back(static_cast<std::byte>(argument >> (8 * i)));
  };
  if (argument < 24) put(static_cast<unsigned>(argument), 0);
  else if (argument <= UINT8_MAX) put(24, 1);
  else if (argument <= UINT16_MAX) put(25, 2);
  else if (argument <= UINT32_MAX) put(26, 4);
  else put(27, 8);
}

void write(base::Bytes& out, const Cbor& value) {
  using enum Cbor::Kind;
  switch (value.kind) {
    case integer:
      if (value.number >= 0) write_head(out, positive, static_cast<std::uint64_t>(value.number));
      else write_head(out, negative, static_cast<std::uint64_t>(-1 - value.number));
      return;
    case Cbor::Kind::bytes:
    case Cbor::Kind::text:
      write_head(out, value.kind == Cbor::Kind::text ? Major::text : Major::bytes, value.bytes.size());
      out.insert(out.end(), value.bytes.begin(), value.bytes.end());
      return;
    case Cbor::Kind::array:
      write_head(out, Major::array, value.items.size());
      break;
    case Cbor::Kind::map:
      write_head(out, Major::map, value.items.size() / 2);
      break;
    case boolean:
      write_head(out, simple, value.number != 0 ? simple_true : simple_false);
      return;
    case null:
      write_head(out, simple, simple_null);
      return;
  }
  for (const auto& item : value.items) write(out, item);
}

const Cbor* find_key(const Cbor& in, const Cbor& key) {
  if (in.kind != Cbor::Kind::map) return nullptr;
  for (std::size_t i = 0; i + 1 < in.items.size(); i += 2)
    if (in.items[i] == key) return &in.items[i + 1];
  return nullptr;
}
}  // namespace

const Cbor* Cbor::find(std::string_view key) const {
  const auto as = base::as_bytes(key);
  return find_key(*this, Cbor{.kind = Kind::text, .bytes = {as.begin(), as.end()}});
}

const Cbor* Cbor::find(std::int64_t key) const {
  return find_key(*this, Cbor{.kind = Kind::integer, .number = key});
}

Result<CborRead> read_cbor(ByteView bytes) {
  Reader reader{bytes};
  TRY_LET(auto value, reader.value(0));
  return CborRead{std::move(value), reader.at()};
}

base::Bytes write_cbor(const Cbor& value) {
  base::Bytes out;
  write(out, value);
  return out;
}

}  // namespace vitrine::accounts
