#pragma once
// Names of what people say to each other; only social, its store and its routes need them. See model/ids.hpp.
#include "base/id.hpp"

namespace vitrine::model {

using ConversationId = base::Id<struct ConversationTag>;
using MessageId = base::Id<struct MessageTag>;

}  // namespace vitrine::model
