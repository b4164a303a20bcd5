#pragma once
// The child's side of the only way out: reads what to say from a socket, says it, answers how that went.
// It has no file, no database and no key of the house; the house has no way out but this one.
//
// The line is a SOCK_SEQPACKET pair: one packet a request ("<number>\n<url>\n<name>: <value>\n..."), one a
// reply ("<number> <status> <trouble>"). The end of the line is the end of the process.
//
// Each request: the name is looked up here, each address it has is judged by number, and the very address
// that was judged is connected to. TLS 1.2 or newer with the certificate checked against the system's list
// and the name. The status line of the answer is read (4 KiB at most), the rest is not. 12 s in all.
#include <string_view>

#include "adapters/egress/numeric_policy.hpp"

namespace vitrine::adapters::egress {

inline constexpr std::size_t packet_bytes_max = 8192;

/// Works until the other side closes `line`. Requests of one line run side by side; one thread.
void serve(int line, const Policy& policy);

/// Takes from this process what saying things needs not: new files, programs, debugging, listening. Errors:
/// not_available "egress".
base::Result<void> confine();

}  // namespace vitrine::adapters::egress
