#include "feed/document_words.hpp"

#include <algorithm>
#include <ranges>

namespace vitrine::feed {
namespace {

constexpr Told all[] = {
    // sections
    {"sources", "Where videos come from",
     "Each list is asked for at most so many videos. A video that several find counts for the first.",
     "Woher die Videos kommen",
     "Jede Liste wird nach höchstens so vielen Videos gefragt. Findet ein Video sich mehrmals, zählt die "
     "erste."},
    {"sieves", "What is left out", "Every video that stops here keeps its reason; ask \"why not\".",
     "Was wegbleibt", "Jedes Video, das hier hängen bleibt, behält seinen Grund; frag „warum nicht“."},
    {"weights", "What counts, and how much",
     "For each video the model predicts how likely you are to do these things. Each probability is "
     "multiplied by its weight; the sum is the score.",
     "Was zählt, und wie viel",
     "Für jedes Video schätzt das Modell, wie wahrscheinlich du dies tust. Jede Wahrscheinlichkeit wird mit "
     "ihrem Gewicht malgenommen; die Summe ist die Punktzahl."},
    {"weights everybody", "What counts, and how much",
     "For each video the model predicts how likely people are to do these things, whoever they are. Each "
     "probability is multiplied by its weight; the sum is the score.",
     "Was zählt, und wie viel",
     "Für jedes Video schätzt das Modell, wie wahrscheinlich Leute dies tun, wer auch immer sie sind. Jede "
     "Wahrscheinlichkeit wird mit ihrem Gewicht malgenommen; die Summe ist die Punktzahl."},
    {"rules", "How the page is put together", "The best are arranged by these rules.",
     "Wie die Seite entsteht", "Die besten werden nach diesen Regeln angeordnet."},
    {"market_rules", "Rules of this market",
     "In no feed here. On profiles, by search and by its address it can still be found.",
     "Regeln dieses Marktes",
     "Hier in keinem Feed. Auf Profilen, über die Suche und unter der Adresse ist es weiterhin zu finden."},
    {"idle", "What does not count here",
     "A list in order of time is shown as it is: these lines of its text change nothing.",
     "Was hier nicht zählt",
     "Eine Liste nach der Zeit wird gezeigt, wie sie ist: Diese Zeilen ihres Textes ändern nichts."},
    {"sliders", "What you can move", "Within these bounds; 0 leaves everything as it stands above.",
     "Was du verstellen kannst", "In diesen Grenzen; 0 lässt alles so, wie es oben steht."},
    // sources
    {"source following", "People you follow", "The newest videos of everyone you follow.",
     "Leute, denen du folgst", "Die neuesten Videos aller, denen du folgst."},
    {"source item_graph", "Watched after what you watched",
     "Videos that others watched well right after one that you watched well.",
     "Geschaut nach dem, was du gesehen hast",
     "Videos, die andere gern gesehen haben, gleich nach einem, das du gern sahst."},
    {"source taste", "Close to your taste",
     "Videos that others find by the same paths as what you watched well lately, even if hardly anyone has "
     "seen both.",
     "Nah an deinem Geschmack",
     "Videos, zu denen andere auf denselben Wegen kommen wie zu dem, was du zuletzt gern sahst, auch wenn "
     "kaum jemand beides gesehen hat."},
    {"source author", "Creators you come back to",
     "New videos of those whose videos you tend to finish or like.", "Leute, zu denen du zurückkehrst",
     "Neues von denen, deren Videos du oft zu Ende siehst oder magst."},
    {"source tag", "Topics you come back to",
     "New videos with the tags you watch, like or asked for more of.", "Themen, zu denen du zurückkehrst",
     "Neues zu Themen, die du ansiehst, magst oder öfter sehen wolltest."},
    {"source sound", "The sound of one you watched", "Videos with the sound of one you just watched well.",
     "Der Ton von etwas Gesehenem", "Videos mit dem Ton eines Videos, das du gerade gern gesehen hast."},
    {"source rising", "Rising right now", "What many watch well in this hour and on this day.",
     "Gerade im Kommen", "Was in dieser Stunde und an diesem Tag viele gern sehen."},
    {"source fresh", "Fresh: gets its first viewers", "Videos that hardly anyone has seen yet.",
     "Frisch: bekommt sein erstes Publikum", "Videos, die noch kaum jemand gesehen hat."},
    {"source explore", "Something different, on purpose", "Drawn from the new ones by chance.",
     "Mal etwas anderes, mit Absicht", "Aus den neuen gelost."},
    {"source interest", "Topics you asked for", "Videos with the topics of which you said you want more.",
     "Themen, die du wolltest", "Videos zu den Themen, von denen du mehr sehen willst."},
    {"source popular", "Liked by many here", "What most people watch well.", "Hier bei vielen beliebt",
     "Was die meisten gern sehen."},
    {"source latest", "Just published", "What was published last.", "Gerade veröffentlicht",
     "Was zuletzt veröffentlicht wurde."},
    {"source direct", "Opened by its address", "Reached by a link, a profile or a search.",
     "Über die Adresse geöffnet", "Über einen Link, ein Profil oder die Suche erreicht."},
    {"source imported", "Imported", "From another log.", "Importiert", "Aus einem anderen Protokoll."},
    // sieves
    {"sieve withdrawn", "Not there any more", "Deleted, hidden, or for followers alone.", "Nicht mehr da",
     "Gelöscht, verborgen oder nur für Follower."},
    {"sieve barred", "Blocked, muted or your own",
     "By people you blocked or muted, who blocked you, and you.", "Blockiert, stumm oder eigene",
     "Von Leuten, die du blockiert oder stumm gestellt hast, die dich blockiert haben, und von dir."},
    {"sieve adult", "For adults", "In no feed: only by search and on profiles, and only with an account.",
     "Für Erwachsene", "In keinem Feed: nur über die Suche und auf Profilen, und nur mit Konto."},
    {"sieve market_rule", "Kept out by a rule of this market", "Which rules there are stands below.",
     "Nach einer Regel dieses Marktes", "Welche Regeln es gibt, steht unten."},
    {"withhold tag", "Videos with the tag", "By the rule:", "Videos mit dem Tag", "Nach der Regel:"},
    {"withhold sound", "Videos with the sound", "By the rule:", "Videos mit dem Ton", "Nach der Regel:"},
    {"withhold author", "Videos by the creator", "By the rule:", "Videos von", "Nach der Regel:"},
    {"sieve other_language", "Other languages", "Only where a feed is of your languages alone.",
     "Andere Sprachen", "Nur in Feeds, die allein deine Sprachen zeigen."},
    {"sieve seen_lately", "Seen in the last 30 days",
     "Of very many, at least the last 1750. Comes back only where too little unseen is left.",
     "In den letzten 30 Tagen gesehen",
     "Von sehr vielen mindestens die letzten 1750. Kommt erst wieder, wenn zu wenig Ungesehenes da ist."},
    {"sieve on_page", "Had already", "No video twice while you scroll on from page to page.",
     "Schon dagewesen", "Kein Video zweimal, solange du von Seite zu Seite weiterblätterst."},
    {"sieve older", "Others are newer", "The page was full before its turn.", "Andere sind neuer",
     "Die Seite war voll, bevor es an der Reihe war."},
    {"sieve below_the_cut", "Others were better", "It was ranked, and the page was full before its turn.",
     "Andere waren besser", "Es wurde gereiht, und die Seite war vorher voll."},
    {"sieve at_first_look", "Promised less",
     "There were more than are judged, and others promised more at a first look.", "Versprach weniger",
     "Es waren mehr da, als beurteilt werden, und andere versprachen auf den ersten Blick mehr."},
    {"sieve muted", "Muted topics, sounds, words and languages",
     "Whatever has a topic, a sound or a word that you muted, or is in a language that you muted.",
     "Stumme Themen, Töne, Wörter und Sprachen",
     "Was ein Thema, einen Ton oder ein Wort enthält, das du stumm gestellt hast, oder in einer stummen "
     "Sprache ist."},
    // weights
    {"weight finish", "Seen to the end", "You watch it to its end.", "Zu Ende gesehen",
     "Du siehst es bis zum Schluss."},
    {"weight long_view", "Watched for long", "You finish it, or stay at least 18 seconds.", "Lange gesehen",
     "Du siehst es zu Ende oder bleibst mindestens 18 Sekunden."},
    {"weight like", "A like", "You like it.", "Ein Herz", "Du gibst ihm ein Herz."},
    {"weight skip", "Swiped away", "You leave within two seconds.", "Weggewischt",
     "Du gehst innerhalb von zwei Sekunden."},
    {"weight opened", "Opened", "You stay for more than two seconds.", "Geöffnet",
     "Du bleibst länger als zwei Sekunden."},
    {"weight share", "Shared", "You pass it on.", "Geteilt", "Du gibst es weiter."},
    {"weight follow", "Followed", "You follow its creator.", "Gefolgt",
     "Du folgst der Person, die es gemacht hat."},
    {"weight comment", "A comment", "You comment on it.", "Ein Kommentar", "Du kommentierst es."},
    {"weight negative", "Not interested or reported", "You say \"not interested\", or report it.",
     "Kein Interesse oder gemeldet", "Du sagst „kein Interesse“ oder meldest es."},
    {"weight watched", "How long it is watched",
     "How long you watch it, compared with how long videos of its length are watched: 0 is the shortest, 1 "
     "the "
     "longest. So long videos have no advantage, and neither have short ones.",
     "Wie lange es läuft",
     "Wie lange du es ansiehst, verglichen damit, wie lange Videos seiner Länge angesehen werden: 0 ist am "
     "kürzesten, 1 am längsten. So haben lange Videos keinen Vorteil und kurze auch nicht."},
    // rules
    {"policy", "Version", "The name and version of these rules; receipts carry the digest of this text.",
     "Version", "Name und Version dieser Regeln; Belege tragen den Fingerabdruck dieses Textes."},
    {"market", "Market", "Whose rules hold here.", "Markt", "Wessen Regeln hier gelten."},
    {"surface", "Learned as",
     "People watch one kind of feed differently from another, and the model learns each apart. This is the "
     "number of the kind that this one counts as.",
     "Gelernt als",
     "Eine Art von Feed wird anders angesehen als eine andere, und das Modell lernt jede für sich. Dies ist "
     "die Nummer der Art, als die dieser zählt."},
    {"order by_score", "Ranked by score", "The highest score first.", "Nach Punktzahl gereiht",
     "Die höchste Punktzahl zuerst."},
    {"order by_time", "In order of time", "The newest first. Nothing is ranked.", "Nach der Zeit",
     "Das Neueste zuerst. Nichts wird gereiht."},
    {"profiling uses_history", "Uses your history", "What you watch, like and say changes what you get.",
     "Nutzt deinen Verlauf", "Was du siehst, magst und sagst, verändert, was du bekommst."},
    {"profiling none", "No profile",
     "What you did changes nothing. The same for everybody, but for what you blocked or muted and what you "
     "had already while scrolling on.",
     "Kein Profil",
     "Was du getan hast, ändert nichts. Für alle dasselbe, außer dem, was du blockiert oder stumm gestellt "
     "hast und was beim Weiterblättern schon da war."},
    {"profiling none declared", "No profile",
     "What you did changes nothing. The same for everybody whose browser asks for the same languages, but "
     "for "
     "what you blocked or muted and what you had already while scrolling on.",
     "Kein Profil",
     "Was du getan hast, ändert nichts. Dasselbe für alle, deren Browser um dieselben Sprachen bittet, außer "
     "dem, was du blockiert oder stumm gestellt hast und was beim Weiterblättern schon da war."},
    {"profiling follows", "Only whom you follow", "What you watch, like and say changes nothing here.",
     "Nur, wem du folgst", "Was du siehst, magst und sagst, ändert hier nichts."},
    {"languages understood", "Languages you understand",
     "All languages. Of what is popular, that in the languages of your browser comes first.",
     "Sprachen, die du verstehst",
     "Alle Sprachen. Von dem, was beliebt ist, zuerst das in den Sprachen deines Browsers."},
    {"languages declared", "Only your languages",
     "Only videos in the languages your browser asks for. Your place is never looked at.",
     "Nur deine Sprachen",
     "Nur Videos in den Sprachen, um die dein Browser bittet. Wo du bist, wird nie angesehen."},
    {"following_bonus", "Bonus for those you follow", "Added to the score of their videos.",
     "Zuschlag für die, denen du folgst", "Kommt zur Punktzahl ihrer Videos hinzu."},
    {"newness_bonus", "Bonus for new ones",
     "Added in full when just published, half after a day. Below 0 it favours the proven.",
     "Zuschlag für Neues",
     "Frisch veröffentlicht ganz, nach einem Tag noch halb. Unter 0 bevorzugt er Bewährtes."},
    {"length_bonus", "Bonus for long ones",
     "None at 20 seconds, more for longer ones. Below 0 it favours the short.", "Zuschlag für Langes",
     "Keiner bei 20 Sekunden, mehr für längere. Unter 0 bevorzugt er Kurzes."},
    {"untried_bonus", "Bonus for the untried",
     "Added as long as few have seen a video: so many times how far off its score may still be.",
     "Zuschlag für Unerprobtes",
     "Kommt hinzu, solange wenige ein Video gesehen haben: so vielmal, wie weit seine Punktzahl noch "
     "danebenliegen kann."},
    {"wish_bonus", "Bonus for what you asked for",
     "Added for a topic you want more of, taken away for one you want less of, whatever the predictions say.",
     "Zuschlag für deine Wünsche",
     "Kommt hinzu bei einem Thema, von dem du mehr willst, und geht ab, wo du weniger willst, was auch immer "
     "die Schätzung sagt."},
    {"integrity unoriginal", "Copied or spam",
     "Found so by moderators: a score above 0 counts only so many times. Its creator is told.",
     "Kopiert oder Spam",
     "Von der Moderation so befunden: Eine Punktzahl über 0 zählt nur so vielmal. Wer es gemacht hat, "
     "erfährt es."},
    {"integrity disputed", "Disputed",
     "What it says is misleading, found so by moderators: a score above 0 counts only so many times.",
     "Umstritten",
     "Was es sagt, führt in die Irre, so befand die Moderation: Eine Punktzahl über 0 zählt nur so vielmal."},
    {"integrity borderline", "On the border",
     "Close to what the rules forbid, found so by moderators: a score above 0 counts only so many times.",
     "An der Grenze",
     "Nah an dem, was die Regeln verbieten, so befand die Moderation: Eine Punktzahl über 0 zählt nur so "
     "vielmal."},
    {"drop_seen", "Drops what you have seen",
     "Whether what you saw in the last 30 days stays out, as long as enough is unseen.",
     "Lässt Gesehenes weg",
     "Ob wegbleibt, was du in den letzten 30 Tagen gesehen hast, solange es genug Ungesehenes gibt."},
    {"judged_max", "Judged in whole",
     "Of more, a first look chooses who is judged: by what is known of them without much reading.",
     "Ganz beurteilt",
     "Von mehr wählt ein erster Blick, wer beurteilt wird: nach dem, was ohne viel Lesen bekannt ist."},
    {"arrange_top", "Chosen among",
     "So many of the best are compared for variety. Further down only the rules and the places that explore "
     "look.",
     "Ausgewählt unter",
     "So viele der besten werden auf Abwechslung verglichen. Weiter unten suchen nur die Regeln und die "
     "Plätze, die erkunden."},
    {"diversity", "Variety", "How much a video loses when one like it stands above it. 0 none, 1 most.",
     "Abwechslung", "Wie viel ein Video verliert, wenn ein ähnliches darüber steht. 0 nichts, 1 am meisten."},
    {"author_max_in_20", "Of one creator in twenty",
     "At most so many, and never two in a row, as long as there is anybody else.",
     "Von einer Person unter zwanzig",
     "Höchstens so viele, und nie zwei hintereinander, solange es andere gibt."},
    {"topic_run_max", "Of one topic or sound in a row", "At most so many, as long as there is anything else.",
     "Von einem Thema oder Ton hintereinander", "Höchstens so viele, solange es anderes gibt."},
    {"explore_every", "One in so many explores",
     "That place goes to a new video, drawn by what it promises and how little is known of it. 0: none.",
     "Eins von so vielen erkundet",
     "Dieser Platz geht an ein neues Video, gelost nach dem, was es verspricht, und danach, wie wenig man "
     "von ihm weiß. 0: keiner."},
    // sliders
    {"slider adventurous", "Familiar or adventurous", "More variety and more new videos to the right.",
     "Vertraut oder abenteuerlich", "Nach rechts mehr Abwechslung und mehr neue Videos."},
    {"slider newness", "Proven or new", "Newer videos gain to the right, older ones to the left.",
     "Bewährt oder neu", "Nach rechts gewinnen neue Videos, nach links ältere."},
    {"slider length", "Short or long", "Longer videos gain to the right, shorter ones to the left.",
     "Kurz oder lang", "Nach rechts gewinnen lange Videos, nach links kurze."},
    {"slider following", "People you follow", "Their videos gain to the right.", "Wem du folgst",
     "Nach rechts gewinnen deren Videos."},
    {"slider talk", "Quiet or talked about", "To the right, comments and shares count more.",
     "Ruhig oder Gesprächsstoff", "Nach rechts zählen Kommentare und Teilen mehr."},
};

}  // namespace

const Told* told(std::string_view key) {
  const auto found = std::ranges::find(all, key, &Told::key);
  return found == std::ranges::end(all) ? nullptr : &*found;
}

}  // namespace vitrine::feed
