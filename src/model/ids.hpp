#pragma once
// Every kind of thing that has a name of its own. See base/id.hpp for the spelling.
#include "base/hash.hpp"
#include "base/id.hpp"

namespace vitrine::model {

using AccountId = base::Id<struct AccountTag>;
using SessionId = base::Id<struct SessionTag>;
using PasskeyId = base::Id<struct PasskeyTag>;
using VideoId = base::Id<struct VideoTag>;
using UploadId = base::Id<struct UploadTag>;
using JobId = base::Id<struct JobTag>;
using CommentId = base::Id<struct CommentTag>;
using NotificationId = base::Id<struct NotificationTag>;
using ReportId = base::Id<struct ReportTag>;
using NewsId = base::Id<struct NewsTag>;
using ReceiptId = base::Id<struct ReceiptTag>;
using TakeoutId = base::Id<struct TakeoutTag>;  ///< an export or an import

/// Who watched, as the event log knows it: random, and its only link to a person is one column of the account
/// (accounts_account.pseudonym), so erasing the account leaves nobody behind it. 0 is a viewer without
/// account.
using ViewerId = base::Id<struct ViewerTag>;

/// The SHA-256 of a stored file's bytes: its name in the blob store and in /media URLs.
using BlobKey = base::Digest;

}  // namespace vitrine::model
