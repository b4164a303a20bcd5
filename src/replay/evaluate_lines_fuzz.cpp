// Foreign text files for `vitrine evaluate`: no bytes may make a parser or a learner read or allocate astray.
#include <algorithm>
#include <sstream>

#include "replay/clicks.hpp"
#include "replay/next.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::replay;
  if (size == 0) return 0;
  const auto no_time = [] { return 0.0; };
  std::stringstream in{std::string{reinterpret_cast<const char*>(data + 1), size - 1}};
  switch (data[0] % 4) {
    case 0:
      (void)next_items(in, SequenceFormat::detect, HeldOut::last, no_time);
      break;
    case 1:
      (void)next_items(in, SequenceFormat::lists, HeldOut::last_but_one, no_time);
      break;
    case 2:
      (void)sessions(in, no_time);
      break;
    default: {
      std::stringstream test{in.str()};
      (void)clicks({in, test}, 1U, no_time);
    }
  }
  return 0;
}
