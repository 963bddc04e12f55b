/* Dates as people and pages write them: 12.07.2025 14:05, 2025/07/12, "12 липня 2025 року, 14:05",
 * "July 12, 2025 2:05 PM".
 *
 * The text is taken apart into a day, a time and words, in any order, each at most once; a word that is not
 * known makes it no date. Between dots the day comes first. Between slashes and dashes it does not always, so
 * that 7/12/2025 is refused, while 13/7/2025 and 7/13/2025 are one day. Two digits are no year here. Names of
 * months are known by their beginnings, in the languages that the tables know, behind a day with a hyphen
 * too; Latin "listopada", October in Croatian and November in Polish, and "lip." are refused. Without an
 * offset the time is UTC. */
#include <string.h>

#include "base/utf8.h"
#include "date_scan.h"
#include "dvoinik/article.h"

typedef struct month_name {
    const char *begin;
    int month;
} month_name;

/* The first that fits counts. */
static const month_name month_names[] = {
    /* Ukrainian */
    {"січ", 1},
    {"лют", 2},
    {"бер", 3},
    {"квіт", 4},
    {"трав", 5},
    {"черв", 6},
    {"лип", 7},
    {"серп", 8},
    {"вер", 9},
    {"жовт", 10},
    {"лист", 11},
    {"груд", 12},
    /* Russian, Bulgarian, Macedonian, Serbian */
    {"янв", 1},
    {"яну", 1},
    {"јан", 1},
    {"фев", 2},
    {"феб", 2},
    {"мар", 3},
    {"апр", 4},
    {"май", 5},
    {"мая", 5},
    {"мај", 5},
    {"июн", 6},
    {"юни", 6},
    {"јун", 6},
    {"июл", 7},
    {"юли", 7},
    {"јул", 7},
    {"авг", 8},
    {"сен", 9},
    {"сеп", 9},
    {"окт", 10},
    {"ноя", 11},
    {"ное", 11},
    {"нов", 11},
    {"дек", 12},
    {"дец", 12},
    /* Uzbek in Latin letters, where it is unlike English */
    {"yanv", 1},
    {"fevr", 2},
    {"iyun", 6},
    {"iyul", 7},
    {"sentab", 9},
    {"oktab", 10},
    {"noy", 11},
    {"dek", 12},
    /* Belarusian */
    {"траў", 5},
    {"сту", 1},
    {"сак", 3},
    {"кра", 4},
    {"чэр", 6},
    {"ліп", 7},
    {"жні", 8},
    {"кас", 10},
    {"ліс", 11},
    {"сне", 12},
    {"сьнеж", 12},
    /* Tatar and Bashkir, where they are unlike Russian */
    {"гыйнвар", 1},
    {"ғинуар", 1},
    {"маен", 5},
    /* Kazakh */
    {"қаң", 1},
    {"ақп", 2},
    {"нау", 3},
    {"сәу", 4},
    {"мам", 5},
    {"мау", 6},
    {"шіл", 7},
    {"там", 8},
    {"қыр", 9},
    {"қаз", 10},
    {"қар", 11},
    {"жел", 12},
    /* English, Slovak, Slovene, Serbian, Bosnian */
    {"jan", 1},
    {"feb", 2},
    {"mar", 3},
    {"apr", 4},
    {"may", 5},
    {"maj", 5},
    {"máj", 5},
    {"jun", 6},
    {"jún", 6},
    {"jul", 7},
    {"júl", 7},
    {"aug", 8},
    {"avg", 8},
    {"sep", 9},
    {"oct", 10},
    {"okt", 10},
    {"nov", 11},
    {"dec", 12},
    /* Polish */
    {"sty", 1},
    {"lut", 2},
    {"kwi", 4},
    {"cze", 6},
    {"lipc", 7},
    {"lipiec", 7},
    {"sie", 8},
    {"wrz", 9},
    {"paź", 10},
    {"gru", 12},
    /* Czech */
    {"led", 1},
    {"úno", 2},
    {"bře", 3},
    {"dub", 4},
    {"kvě", 5},
    {"červenc", 7},
    {"červn", 6},
    {"čvn", 6},
    {"čvc", 7},
    {"srpn", 8},
    {"zář", 9},
    {"říj", 10},
    {"listopadu", 11},
    {"prosin", 12},
    /* Croatian; its "srpnja" is July where the Czech "srpna" is August */
    {"siječ", 1},
    {"velj", 2},
    {"ožuj", 3},
    {"trav", 4},
    {"svib", 5},
    {"lipnj", 6},
    {"kolovoz", 8},
    {"ruj", 9},
    {"studen", 11},
};

/* Words that say nothing: days of the week by their beginnings, and what stands beside a year or a time. */
static const char *const weekdays[] = {
    "понед", "панядз", "втор", "вівт",  "аўт",    "уто",  "серед", "сред", "сяр",  "сера",  "четв",  "чацв",
    "пятн",  "п’ят",   "п'ят", "пʼят",  "петъ",   "пето", "субот", "съб",  "саб",  "нед",   "неділ", "нядз",
    "воскр", "субб",   "пета", "poned", "ponied", "pond", "utor",  "úter", "wtor", "torek", "sred",  "srij",
    "stred", "stř",    "śro",  "četv",  "četr",   "čtv",  "štv",   "czw",  "peta", "pete",  "pát",   "piat",
    "piąt",  "sub",    "sob",  "ned",   "niedz",  "mon",  "tue",   "wed",  "thu",  "fri",   "sat",   "sun",
    "пн",    "вт",     "ср",   "чт",    "пт",     "сб",   "нд",    "вс"};
static const char *const fillers[] = {
    "г",  "год",   "года", "година", "року", "рік",  "р",   "ж",   "жылғы",  "жыл", "жылдын", "yil", "йил",
    "ел", "елның", "йыл",  "йылдың", "соли", "roku", "r",   "god", "godine", "at",  "в",      "о",   "об",
    "у",  "во",    "ч",    "час",    "часа", "godz", "dne", "u",   "h",      "kl",  "on"};

typedef struct pieces {
    dvi_civil c;
    bool day, month, year, time, half, offset;
} pieces;

static uint32_t lower(uint32_t c) {
    if (c < 0x80) return (uint32_t)(unsigned char)dvi_lower_ascii((char)c);
    if (c >= 0x410 && c <= 0x42F) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    if (c >= 0xC0 && c <= 0xDE) return c + 0x20;
    bool pairs = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x460 && c <= 0x52F);
    bool odd_first = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (odd_first) return c + (c & 1);
    return pairs ? c | 1 : c;
}

static bool is_mark(uint32_t c) {
    static const uint32_t marks[] = {',', '|', '.', 0xA0, 0xB7, 0x2013, 0x2014, 0x2022, 0x202F, 0x2009};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c == marks[i]) return true;
    return c < 0x80 && dvi_is_space((char)c);
}

static bool is_letter(uint32_t c) {
    return c < 0x80 ? dvi_is_letter((char)c) || c == '\'' : !is_mark(c);
}

static uint32_t peek(const dvi_cursor *in, size_t *len) {
    size_t at = 0;
    uint32_t c = dvi_utf8_next(in->at, &at);
    *len = at;
    return c;
}

/* In small letters; an empty one is too long to be known. */
static void take_word(dvi_cursor *in, char *word, size_t cap) {
    size_t len = 0, n;
    for (; !dvi_done(in); in->at += n) {
        uint32_t c = peek(in, &n);
        if (!is_letter(c)) break;
        if (len + 5 < cap) len += dvi_utf8_put(lower(c), word + len);
    }
    word[len + 5 < cap ? len : 0] = 0;
}

static bool begins(const char *word, const char *with) {
    return strncmp(word, with, strlen(with)) == 0;
}

static int month_of(const char *word) {
    if (begins(word, "srpnj")) return 7;
    for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++)
        if (begins(word, month_names[i].begin)) return month_names[i].month;
    return 0;
}

static bool says_nothing(const char *word) {
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (strcmp(word, fillers[i]) == 0) return true;
    for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        if (begins(word, weekdays[i])) return true;
    return false;
}

/* AM and PM, behind the time. */
static bool take_half(const char *word, pieces *p) {
    bool pm = strcmp(word, "pm") == 0;
    if ((!pm && strcmp(word, "am") != 0) || !p->time || p->half) return false;
    p->half = true;
    if (p->c.hour < 1 || p->c.hour > 12) return false;
    p->c.hour = p->c.hour % 12 + (pm ? 12 : 0);
    return true;
}

static bool take_name(dvi_cursor *in, pieces *p) {
    char word[48];
    dvi_cursor at_word = *in;
    take_word(in, word, sizeof word);
    int month = month_of(word);
    if (month != 0 && !p->month) {
        p->month = true;
        p->c.month = month;
        return true;
    }
    if (word[0] == 0) return false;
    if (take_half(word, p) || says_nothing(word)) return true;
    if (!p->time || p->offset) return false;
    *in = at_word;
    p->offset = true;
    return dvi_take_offset(in, &p->c.offset);
}

/* Behind the first of three numbers and the sign between them. */
static bool take_numeric_day(dvi_cursor *in, char sign, int first, size_t digits, pieces *p) {
    int second, third = first;
    if (p->day || p->month || p->year) return false;
    if (sign == '.') dvi_take_spaces(in);
    if (!dvi_take_number(in, 1, 2, &second) || !dvi_take(in, sign)) return false;
    if (sign == '.') dvi_take_spaces(in);
    bool year_first = digits == 4;
    if (!dvi_take_number(in, year_first ? 1 : 4, year_first ? 2 : 4, &third)) return false;
    p->day = p->month = p->year = true;
    if (year_first) {
        p->c.year = first, p->c.month = second, p->c.day = third;
        return sign != '.';
    }
    bool month_first = sign != '.' && second > 12;
    p->c.year = third;
    p->c.month = month_first ? first : second;
    p->c.day = month_first ? second : first;
    return sign == '.' || first > 12 || second > 12 || first == second;
}

static bool follows_number(const dvi_cursor *in) {
    const char *at = in->at;
    while (at != in->end && *at == ' ')
        at++;
    return at != in->end && dvi_is_digit(*at);
}

static bool is_letter_behind(const dvi_cursor *in) {
    const dvi_cursor behind = {in->at + 1, in->end};
    size_t len;
    return !dvi_done(&behind) && is_letter(peek(&behind, &len));
}

static bool take_digits(dvi_cursor *in, pieces *p) {
    dvi_cursor begin = *in;
    int number;
    dvi_take_number(in, 1, 4, &number);
    size_t digits = (size_t)(in->at - begin.at);
    if (!dvi_done(in) && dvi_is_digit(*in->at)) return false;
    if (dvi_next_is(in, ':')) {
        *in = begin;
        if (p->time || !dvi_take_time(in, 1, &p->c)) return false;
        p->time = true;
        bool signed_offset = dvi_next_is(in, '+') || dvi_next_is(in, '-');
        p->offset = signed_offset;
        return signed_offset ? dvi_take_offset(in, &p->c.offset) : true;
    }
    char sign = dvi_done(in) ? '\0' : *in->at;
    if (sign == '-' && is_letter_behind(in)) {
        in->at++; /* 2025-yil 12-iyul */
        sign = '\0';
    }
    if (sign == '/' || sign == '-' || sign == '.') {
        in->at++;
        if (sign != '.' || (!p->month && follows_number(in)))
            return take_numeric_day(in, sign, number, digits, p);
    }
    if (digits == 4 ? p->year : digits == 3 || p->day) return false;
    if (digits == 4)
        p->year = true, p->c.year = number;
    else
        p->day = true, p->c.day = number;
    return true;
}

bool dvi_parse_local(dvi_cursor in, int64_t *time) {
    pieces p = {.day = false};
    dvk_span text = {in.at, (size_t)(in.end - in.at)};
    if (dvi_utf8_check(text) != text.len) return false;
    while (!dvi_done(&in)) {
        size_t n;
        uint32_t c = peek(&in, &n);
        bool good = true;
        if (c < 0x80 && dvi_is_digit((char)c))
            good = take_digits(&in, &p);
        else if ((c == '+' || c == '-') && p.time && !p.offset)
            good = p.offset = dvi_take_offset(&in, &p.c.offset);
        else if (is_mark(c))
            in.at += n;
        else
            good = is_letter(c) && take_name(&in, &p);
        if (!good) return false;
    }
    if (!p.day || !p.month || !p.year || !dvi_is_day(&p.c)) return false;
    *time = dvi_seconds_of(&p.c);
    return true;
}
