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
    {"sieves", "What is never shown", "Every video that stops here keeps its reason; ask \"why not\".",
     "Was nie gezeigt wird", "Jedes Video, das hier hängen bleibt, behält seinen Grund; frag „warum nicht“."},
    {"weights", "What counts, and how much",
     "For each video the model predicts how likely you are to do these things. Each probability is "
     "multiplied by its weight; the sum is the score.",
     "Was zählt, und wie viel",
     "Für jedes Video schätzt das Modell, wie wahrscheinlich du dies tust. Jede Wahrscheinlichkeit wird mit "
     "ihrem Gewicht malgenommen; die Summe ist die Punktzahl."},
    {"rules", "How the page is put together", "The best are arranged by these rules.",
     "Wie die Seite entsteht", "Die besten werden nach diesen Regeln angeordnet."},
    {"sliders", "What you can move", "Within these bounds; 0 leaves everything as it stands above.",
     "Was du verstellen kannst", "In diesen Grenzen; 0 lässt alles so, wie es oben steht."},
    // sources
    {"source following", "People you follow", "The newest videos of everyone you follow.", "Wem du folgst",
     "Die neuesten Videos aller, denen du folgst."},
    {"source item_graph", "What went well with what you watched",
     "Videos that others watched well right after one that you watched well.", "Was zu Gesehenem passt",
     "Videos, die andere gern gesehen haben, gleich nach einem, das du gern sahst."},
    {"source taste", "Near your taste",
     "Videos that others find by the same paths as what you watched well lately, even if hardly anyone has "
     "seen both.",
     "Nah an deinem Geschmack",
     "Videos, zu denen andere auf denselben Wegen kommen wie zu dem, was du zuletzt gern sahst, auch wenn "
     "kaum jemand beides gesehen hat."},
    {"source author", "Creators you return to",
     "New videos of those whose videos you tend to finish or like.", "Zu denen du zurückkehrst",
     "Neues von denen, deren Videos du oft zu Ende siehst oder magst."},
    {"source tag", "Topics you return to", "New videos with the tags you watch, like or asked for more of.",
     "Deine Themen", "Neues zu Themen, die du ansiehst, magst oder öfter sehen wolltest."},
    {"source sound", "The same sound", "Videos with the sound of one you just watched well.", "Derselbe Ton",
     "Videos mit dem Ton eines Videos, das du gerade gern gesehen hast."},
    {"source rising", "Rising", "What many watch well in this hour and on this day.", "Im Aufwind",
     "Was in dieser Stunde und an diesem Tag viele gern sehen."},
    {"source fresh", "New ones to try", "Videos that hardly anyone has seen yet.", "Neue zum Ausprobieren",
     "Videos, die noch kaum jemand gesehen hat."},
    {"source explore", "Explored", "Drawn from the new ones by chance.", "Erkundet", "Aus den neuen gelost."},
    {"source interest", "Interests you declared", "Videos with the topics you chose at the beginning.",
     "Deine angegebenen Interessen", "Videos zu den Themen, die du anfangs gewählt hast."},
    {"source popular", "Popular", "What most people watch well.", "Beliebt", "Was die meisten gern sehen."},
    {"source latest", "The newest", "What was published last.", "Das Neueste",
     "Was zuletzt veröffentlicht wurde."},
    {"source direct", "By its address", "Reached by a link, a profile or a search.", "Über die Adresse",
     "Über einen Link, ein Profil oder die Suche erreicht."},
    {"source imported", "Imported", "From another log.", "Importiert", "Aus einem anderen Protokoll."},
    // sieves
    {"sieve withdrawn", "Not there any more", "Deleted, hidden, or for followers alone.", "Nicht mehr da",
     "Gelöscht, verborgen oder nur für Follower."},
    {"sieve barred", "Blocked, muted or your own",
     "By people you blocked or muted, who blocked you, and you.", "Blockiert, stumm oder eigene",
     "Von Leuten, die du blockiert oder stumm gestellt hast, die dich blockiert haben, und von dir."},
    {"sieve adult", "For adults", "Unless you are grown up and asked for it.", "Für Erwachsene",
     "Außer du bist erwachsen und wolltest es."},
    {"sieve other_language", "Other languages", "In a language that is not yours, if you chose languages.",
     "Andere Sprachen", "In einer Sprache, die nicht deine ist, wenn du Sprachen gewählt hast."},
    {"sieve seen_lately", "Seen in the last 30 days", "Comes back only where too little unseen is left.",
     "In den letzten 30 Tagen gesehen", "Kommt erst wieder, wenn zu wenig Ungesehenes da ist."},
    {"sieve on_page", "Already on this page", "No video twice in one sitting.", "Schon auf der Seite",
     "Kein Video zweimal nacheinander."},
    {"sieve below_the_cut", "Others were better", "It was ranked, and the page was full before its turn.",
     "Andere waren besser", "Es wurde gereiht, und die Seite war vorher voll."},
    {"sieve at_first_look", "Promised less",
     "There were more than are judged, and others promised more at a first look.", "Versprach weniger",
     "Es waren mehr da, als beurteilt werden, und andere versprachen auf den ersten Blick mehr."},
    {"sieve muted", "Muted topics and words", "Whatever has a tag or a word that you muted.",
     "Stumme Themen und Wörter", "Was ein Thema oder Wort enthält, das du stumm gestellt hast."},
    // weights
    {"weight finish", "Seen to the end", "You watch it to its end.", "Zu Ende gesehen",
     "Du siehst es bis zum Schluss."},
    {"weight long_view", "Watched for long", "You finish it, or stay at least 18 seconds.", "Lange gesehen",
     "Du siehst es zu Ende oder bleibst mindestens 18 Sekunden."},
    {"weight like", "A like", "You like it.", "Ein Herz", "Du gibst ihm ein Herz."},
    {"weight skip", "Swiped away", "You leave within two seconds.", "Weggewischt",
     "Du gehst innerhalb von zwei Sekunden."},
    {"weight opened", "Opened", "You choose it from a list.", "Geöffnet", "Du wählst es aus einer Liste."},
    {"weight share", "Shared", "You pass it on.", "Geteilt", "Du gibst es weiter."},
    {"weight follow", "Followed", "You follow its creator.", "Gefolgt", "Du folgst, wer es gemacht hat."},
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
    {"surface", "Learned as", "Which list this feed counts as when the model learns from it.", "Gelernt als",
     "Als welche Liste dieser Feed zählt, wenn das Modell daraus lernt."},
    {"order by_score", "Ranked by score", "The highest score first.", "Nach Punktzahl gereiht",
     "Die höchste Punktzahl zuerst."},
    {"order by_time", "In order of time", "The newest first. Nothing is ranked.", "Nach der Zeit",
     "Das Neueste zuerst. Nichts wird gereiht."},
    {"profiling uses_history", "Uses your history", "What you watch, like and say changes what you get.",
     "Nutzt deinen Verlauf", "Was du siehst, magst und sagst, verändert, was du bekommst."},
    {"profiling none", "No profile", "Knows nothing of what you did: the same for everybody.", "Kein Profil",
     "Weiß nichts von dir: für alle dasselbe."},
    {"languages understood", "Languages you understand",
     "All languages, or those you chose; videos without one are for everybody.", "Sprachen, die du verstehst",
     "Alle Sprachen oder die gewählten; Videos ohne Angabe sind für alle."},
    {"languages declared", "Only your languages",
     "Only videos in the language you use this app in. Your place is never looked at.", "Nur deine Sprachen",
     "Nur Videos in der Sprache, in der du die App benutzt. Wo du bist, wird nie angesehen."},
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
    {"drop_seen", "Drops what you have seen", "Nothing twice in 30 days, as long as enough is unseen.",
     "Lässt Gesehenes weg", "Nichts zweimal in 30 Tagen, solange es genug Ungesehenes gibt."},
    {"judged_max", "Judged in whole",
     "Of more, a first look chooses who is judged: by what is known of them without much reading.",
     "Ganz beurteilt",
     "Von mehr wählt ein erster Blick, wer beurteilt wird: nach dem, was ohne viel Lesen bekannt ist."},
    {"arrange_top", "Chosen among", "So many of the best may come on the page.", "Ausgewählt unter",
     "So viele der besten kommen für die Seite in Frage."},
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
