/* Language identification: sentences of every language, other languages and scripts, short, mixed, spoilt and
 * random text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "commonform/language.h"
#include "dvoinik/commonform.h"
#include "tables/language_table.h"
#include "tables/language_word.h"

typedef struct sample {
    const char *code; /* "und": none that is known */
    const char *text;
} sample;

static const sample known[] = {
    {"ru", "Мэрия перекрыла старый мост через реку на два месяца. Рабочие заменят опоры и освещение."},
    {"ru", "После ночного шторма в посёлке не было электричества, сообщили спасатели."},
    {"uk",
     "Міська рада закрила старий міст через річку на два місяці. Робітники замінять опори й освітлення."},
    {"uk", "Після нічної бурі в селищі не було світла, повідомили рятувальники."},
    {"bg",
     "Общината затвори стария мост над реката за два месеца. Работниците ще сменят опорите и осветлението."},
    {"bg", "След нощната буря в селото нямаше ток, съобщиха спасителите."},
    {"be",
     "Гарадскія ўлады закрылі стары мост цераз раку на два месяцы. Рабочыя заменяць апоры і асвятленне."},
    {"be", "Пасля начной буры ў пасёлку не было святла, паведамілі ратавальнікі."},
    {"mk",
     "Општината го затвори стариот мост над реката за два месеца. Работниците ќе ги заменат столбовите."},
    {"mk", "По ноќната бура во селото немаше струја, соопштија спасувачите."},
    {"sr", "Градска управа затворила је стари мост преко реке на два месеца. Радници ће заменити стубове."},
    {"sr", "После ноћашње олује у селу није било струје, саопштили су спасиоци."},
    {"kk", "Қала әкімдігі өзен үстіндегі ескі көпірді екі айға жапты. Жұмысшылар тіректерін ауыстырады."},
    {"kk", "Түнгі дауылдан кейін ауылда жарық болмады, деп хабарлады құтқарушылар."},
    {"ky", "Шаар мэриясы дарыядагы эски көпүрөнү эки айга жапты. Жумушчулар тирөөчтөрүн алмаштырышат."},
    {"ky", "Түнкү бороондон кийин айылда жарык болгон жок, деп билдиришти куткаруучулар."},
    {"tt", "Шәһәр хакимияте елга аша салынган иске күперне ике айга япты. Эшчеләр терәкләрен алыштырачак."},
    {"tt", "Төнге давылдан соң авылда ут булмады, дип хәбәр итте коткаручылар."},
    {"ba", "Ҡала хакимиәте йылға аша һалынған иҫке күперҙе ике айға япты. Эшселәр терәктәрен алмаштырасаҡ."},
    {"ba", "Төнгө дауылдан һуң ауылда ут булманы, тип хәбәр итте ҡотҡарыусылар."},
    {"tg",
     "Ҳукумати шаҳр пули кӯҳнаи болои дарёро ба муддати ду моҳ баст. Коргарон сутунҳоро иваз мекунанд."},
    {"tg", "Пас аз тӯфони шабона дар деҳа барқ набуд, хабар доданд наҷотдиҳандагон."},
    {"mn", "Хотын захиргаа гол дээрх хуучин гүүрийг хоёр сараар хаалаа. Ажилчид тулгууруудыг нь солино."},
    {"mn", "Шөнийн шуурганы дараа тосгонд цахилгаан байсангүй гэж аврагчид мэдээлэв."},
    {"uz", "Шаҳар ҳокимлиги дарё устидаги эски кўприкни икки ойга ёпди. Ишчилар устунларни алмаштиради."},
    {"uz", "Тунги бўрондан кейин қишлоқда чироқ бўлмади, деб хабар қилди қутқарувчилар."},
    {"hr", "Gradska uprava zatvorila je stari most na dva mjeseca. Tko putuje vlakom, izvješće će dobiti "
           "idući tjedan."},
    {"hr",
     "Tijekom kolovoza znanstvenici sa sveučilišta istražuju otok; tvrtka je dobila tisuću eura uz uvjet."},
    {"bs",
     "Općina je zatvorila stari most na dvije sedmice. Ko putuje vozom, saopćenje će dobiti u januaru."},
    {"hr", "Sud je odredio pritvor bivšem zamjeniku ministra obrane."},
    {"bs",
     "Naučnici s univerziteta su tokom augusta istraživali historiju mjesta; dobili su hiljadu maraka."},
    {"sr-Latn", "Gradska uprava zatvorila je stari most na dve nedelje. Ko putuje vozom, saopštenje će "
                "dobiti u januaru."},
    {"sr-Latn", "Naučnici sa univerziteta su tokom avgusta istraživali istoriju mesta; dobili su hiljadu "
                "evra uz uslov."},
    {"sl",
     "Občina je za dva meseca zaprla stari most čez reko. Delavci bodo zamenjali opornike in razsvetljavo."},
    {"sl", "Po nočnem neurju v vasi ni bilo elektrike, so sporočili reševalci."},
    {"pl",
     "Władze miasta zamknęły stary most na rzece na dwa miesiące. Robotnicy wymienią podpory i oświetlenie."},
    {"pl", "Po nocnej burzy we wsi nie było prądu, poinformowali ratownicy."},
    {"cs", "Městský úřad uzavřel starý most přes řeku na dva měsíce. Dělníci vymění pilíře i osvětlení."},
    {"cs", "Po noční bouři byla vesnice bez proudu, uvedli záchranáři."},
    {"sk",
     "Mestský úrad uzavrel starý most cez rieku na dva mesiace. Robotníci vymenia piliere aj osvetlenie."},
    {"sk", "Po nočnej búrke bola dedina bez prúdu, uviedli záchranári."},
    {"en", "The town council has closed the old bridge over the river for two months while workers replace "
           "its piers."},
    {"en", "There was no power in the village after last night's storm, rescuers said."},
    {"uz", "Самарқандда зилзила юз берди"},
    {"uz-Latn", "Shahar hokimligi daryo ustidagi eski ko'prikni ikki oyga yopdi, ishchilar ustunlarni "
                "almashtiradi."},
    {"uz-Latn", "Tungi boʻrondan keyin qishloqda chiroq boʻlmadi, deb xabar qildi qutqaruvchilar."},
    {"uz-Latn", "Samarqandda zilzila yuz berdi"},
    {"uz-Latn", "Yo‘l harakati qoidalari o‘zgardi"},
    {"uz-Latn", "AQSh Rossiyaga qarshi yangi sanksiyalar kiritdi"},
};

static const sample others[] = {
    {"de", "Der Stadtrat hat die alte Brücke über den Fluss für zwei Monate gesperrt, Arbeiter erneuern die "
           "Pfeiler."},
    {"nl",
     "Het stadsbestuur heeft de oude brug over de rivier voor twee maanden gesloten vanwege herstelwerk."},
    {"fr",
     "La mairie a fermé le vieux pont sur la rivière pour deux mois, le temps de remplacer les piliers."},
    {"es",
     "El ayuntamiento ha cerrado el viejo puente sobre el río durante dos meses para cambiar los pilares."},
    {"pt",
     "A prefeitura fechou a velha ponte sobre o rio por dois meses para trocar os pilares e a iluminação."},
    {"it", "Il comune ha chiuso il vecchio ponte sul fiume per due mesi: gli operai sostituiranno i piloni."},
    {"ro", "Primăria a închis podul vechi peste râu timp de două luni, iar muncitorii vor înlocui pilonii."},
    {"hu", "Az önkormányzat két hónapra lezárta a folyó régi hídját, a munkások kicserélik a pilléreket."},
    {"sv", "Kommunen har stängt den gamla bron över ån i två månader medan arbetare byter ut pelarna."},
    {"fi", "Kaupunki sulki joen vanhan sillan kahdeksi kuukaudeksi, työntekijät vaihtavat sen pilarit."},
    {"et", "Linnavalitsus sulges jõe vana silla kaheks kuuks, töölised vahetavad välja selle sambad."},
    {"lt", "Savivaldybė dviem mėnesiams uždarė senąjį tiltą per upę, darbininkai pakeis jo atramas."},
    {"tr", "Belediye, nehrin üzerindeki eski köprüyü iki ay süreyle kapattı, işçiler ayakları yenileyecek."},
    {"az", "Bələdiyyə çayın üzərindəki köhnə körpünü iki aylığa bağladı, fəhlələr dayaqları dəyişəcək."},
    {"tk", "Şäher häkimligi derýanyň üstündäki köne köprini iki aýlyk ýapdy, işçiler sütünleri çalyşýar."},
    {"ha", "Shugaban kasar ya bayyana haka a lokacin taron manema labarai a birnin Abuja."},
    {"sq", "Bashkia e mbylli urën e vjetër mbi lumë për dy muaj, punëtorët do të ndërrojnë shtyllat."},
    {"cv",
     "Хула администрацийӗ юханшыв урлӑ хывнӑ кивӗ кӗпере икӗ уйӑха хупнӑ, ӗҫченсем юпасене улӑштараҫҫӗ."},
    {"zu", "Umkhandlu wedolobha unqume ngoLwesine ukuthi uvale ibhuloho izinyanga ezimbili. Abagibeli "
           "bamabhayisikili kuzodingeka basebenzise isikebhe."},
    {"hsb", "Měšćanska rada je štwórtk wobzamknyła, móst za dwaj měsacaj zawrěć. Kolesowarjo dyrbja přewoz "
            "wužiwać."},
    {"udm", "Кар кенеш покчиарнуналэ выжез кык толэзьлы ворсано шуыса пуктӥз. Велосипедэн ветлӥсьёслы "
            "паромен выжылоно луоз."},
    {"lez", "Шегьердин советди хемис юкъуз муьгъ кьве вацралди агалун кьетӀна. Велосипедчийри паромдикай "
            "менфят къачуда."},
    {"krc",
     "Шахар кенгеш орта кюн кёпюрню эки айгъа этерге оноу этгенди. Велосипедчиле паром бла ётерикдиле."},
    {"el",
     "Ο δήμος έκλεισε την παλιά γέφυρα του ποταμού για δύο μήνες, οι εργάτες θα αλλάξουν τους στύλους."},
    {"ka", "მერიამ მდინარეზე ძველი ხიდი ორი თვით ჩაკეტა, მუშები ბოძებს გამოცვლიან."},
    {"ar", "أغلقت البلدية الجسر القديم فوق النهر لمدة شهرين وسيستبدل العمال الأعمدة."},
    {"zh", "市政府将河上的旧桥关闭两个月，工人们将更换桥墩和照明。"},
};

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static const char *told(const char *text) {
    return dvk_language_code(dvk_language_identify(dvk_model_builtin(), span(text), NULL));
}

static void tells_its_languages(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(told(known[i].text), known[i].code) != 0)
            fail_msg("%s, not %s: %s", told(known[i].text), known[i].code, known[i].text);
}

static void answers_und_for_other_languages(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(told(others[i].text), "und") != 0)
            fail_msg("%s, though it is %s: %s", told(others[i].text), others[i].code, others[i].text);
}

static void every_language_has_samples(void **unused) {
    (void)unused;
    for (uint32_t language = 1; language < dvk_language_count(); language++) {
        size_t seen = 0;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            seen += strcmp(known[i].code, dvk_language_code(language)) == 0;
        if (seen < 2) fail_msg("%s has %zu samples", dvk_language_code(language), seen);
    }
}

static void answers_und_for_too_little(void **unused) {
    (void)unused;
    static const char *const texts[] = {"",
                                        " ",
                                        "да",
                                        "Москва",
                                        "OK",
                                        "Ўсё",
                                        "ќе",
                                        "12.07.2025, 18:30",
                                        "https://example.org/novosti/segodnya",
                                        "redaktsiya@example.org",
                                        "Ivan Petrov",
                                        "!!! ??? ..."};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(told(texts[i]), "und") != 0) fail_msg("%s: %s", told(texts[i]), texts[i]);
}

static void guesses_when_in_doubt(void **unused) {
    (void)unused;
    dvk_span doubtful = span("Стадион");
    uint32_t confidence = 0, best = 0;
    assert_int_equal(dvi_language_identify(dvk_model_builtin(), &doubtful, 1, &confidence, &best), 0);
    assert_int_not_equal(best, 0);
    assert_in_range(confidence, 1, 65535);
    dvk_span foreign = span(others[0].text);
    assert_int_equal(dvi_language_identify(dvk_model_builtin(), &foreign, 1, &confidence, &best), 0);
    assert_int_equal(best, 0);
    assert_int_equal(confidence, 0);
}

static void takes_no_parts_and_empty_parts(void **unused) {
    (void)unused;
    const dvk_span parts[2] = {{NULL, 0}, {NULL, 0}};
    uint32_t confidence = 1, best = 1;
    assert_int_equal(dvi_language_identify(dvk_model_builtin(), parts, 2, &confidence, &best), 0);
    assert_int_equal(confidence, 0);
    assert_int_equal(best, 0);
    assert_int_equal(dvi_language_identify(dvk_model_builtin(), parts, 0, NULL, NULL), 0);
}

static void title_and_body_count_together(void **unused) {
    (void)unused;
    const dvk_span parts[2] = {
        span("Мэрия перекрыла старый мост"),
        span("12.07.2025 | 12:30 | 1 234,50 | 2 345,60 | 3 456,70 | 4 567,80 | 5 678,90 | 6 789,10")};
    uint32_t language = dvi_language_identify(dvk_model_builtin(), parts, 2, NULL, NULL);
    assert_string_equal(dvk_language_code(language), "ru");
}

/* A text of a few sentences is read at its beginning and in its middle. */
static void a_line_of_names_does_not_decide(void **unused) {
    (void)unused;
    static const char title[] = "Қазоқистону Ӯзбекистон роҳи оҳани нав месозанд";
    static const char body[] =
        "Президентҳои Қазоқистон ва Ӯзбекистон Қосим-Жомарт Тоқаев ва Шавкат Мирзиёев 12 июл дар Тошканд "
        "созишномаро дар бораи сохтмони роҳи оҳан имзо карданд. Дарозии роҳ 320 километр аст. Сохтмон 1 "
        "сентябр оғоз мешавад. Ба гуфтаи Тоқаев, гардиши молии ду кишвар дар як сол 14 фоиз афзуд.";
    dvk_span parts[] = {{title, sizeof title - 1}, {body, sizeof body - 1}};
    assert_string_equal(dvk_language_code(dvi_language_identify(NULL, parts, 2, NULL, NULL)), "tg");
    assert_string_equal(dvk_language_code(dvi_language_identify(NULL, parts + 1, 1, NULL, NULL)), "tg");
}

static void homoglyphs_do_not_mislead(void **unused) {
    (void)unused;
    assert_string_equal(
        told("Мэpия пеpекpыла стаpый мост через рeку на два месяца. Рабочие зaменят опоры и освещeние."),
        "ru");
    assert_string_equal(told("Мiська рада закрила старий міст чeрез рiчку на два місяці. Рoбітники замінять "
                             "опoри й освітлення."),
                        "uk");
    assert_string_equal(told("The tоwn council has closеd the old bridge оver the river for two mоnths."),
                        "en");
}

/* Some publish Serbian so that all of a, e, o and j are Latin: hardly a word is of one script. */
static void homoglyphs_in_every_word_do_not_mislead(void **unused) {
    (void)unused;
    assert_string_equal(
        told("Грaдскa упрaвa зaтвoрилa je стaри мoст прeкo рeкe нa двa мeсeцa. Рaдници ћe зaмeнити "
             "стубoвe."),
        "sr");
    assert_string_equal(told("Тhе tоwn cоuncil сlоsed thе оld bridgе оvеr thе rivеr."), "en");
    dvk_span mixed = span("Zarя");
    dvi_language_reader reader = {.letters = dvi_language_letters, .text = mixed, .stop = mixed.len};
    dvi_language_word word;
    assert_false(dvi_language_next_word(&reader, &word)); /* no fold makes one script of it */
}

static void names_in_latin_letters_leave_a_text_cyrillic(void **unused) {
    (void)unused;
    assert_string_equal(told("Компания OpenAI выпустила ChatGPT Enterprise"), "ru");
    assert_string_equal(told("В Apple Arcade теперь доступно 100 игр для iPhone, iPad и Apple TV"), "ru");
    assert_string_equal(told("The newspaper «Комсомольская правда» reported that the old bridge was closed."),
                        "en");
}

/* Three classes of nearly one language must not outvote the one beside them. */
static void short_slovene_is_not_of_its_neighbours(void **unused) {
    (void)unused;
    static const char *const headlines[] = {
        "Nogometaši izgubili v gosteh", "Ministrstvo je objavilo razpis", "Banka Slovenije znižala napoved",
        "Zvezna vlada sprejela ukrepe", "Tožilstvo preiskuje nesrečo",    "Igralci so osvojili pokal"};
    for (size_t i = 0; i < sizeof headlines / sizeof *headlines; i++)
        assert_string_equal(told(headlines[i]), "sl");
    assert_string_equal(told("Mesto prodaja stare avtobuse"), "und");
}

static uint32_t sureness(const char *text) {
    uint32_t confidence = 0;
    (void)dvk_language_identify(dvk_model_builtin(), span(text), &confidence);
    return confidence;
}

static void decomposed_and_stressed_text_is_the_same(void **unused) {
    (void)unused;
    uint32_t whole = sureness("який її край");
    assert_in_range(whole, 1, 65535);
    assert_int_equal(sureness("якии\xCC\x86 і\xCC\x88і\xCC\x88 краи\xCC\x86"), whole);
    whole = sureness("старый мост");
    assert_in_range(whole, 1, 65535);
    assert_int_equal(sureness("ста\xCC\x81\xC2\xADрый мо\xCC\x81ст"), whole);
}

static void addresses_say_nothing(void **unused) {
    (void)unused;
    assert_string_equal(told("Мэрия перекрыла старый мост, сообщает "
                             "https://www.example.org/the-town-council-has-closed-the-bridge "
                             "и press.office.of.the.town.council@example.org со ссылкой на www.example.com."),
                        "ru");
}

/* How many words a text has that tell a language, and how many letters of scripts that are not asked about.
 */
static void assert_words(const char *text, size_t words, uint64_t other_letters) {
    dvi_language_reader reader = {
        .letters = dvi_language_letters, .text = {text, strlen(text)}, .stop = strlen(text)};
    dvi_language_word word;
    size_t n = 0;
    while (dvi_language_next_word(&reader, &word))
        n++;
    if (n != words || reader.other_letters != other_letters)
        fail_msg("'%s': %zu words, %u other letters", text, n, (unsigned)reader.other_letters);
}

static void letters_of_other_scripts_are_counted(void **unused) {
    (void)unused;
    assert_words("سلام", 0, 4);
    assert_words("سلام، دنیا. мир", 1, 8);
    assert_words("سلا\xCC\x81م мир", 1, 4); /* a mark inside */
    assert_words("سلام2 мир", 1, 4);
    assert_words("سلامмир hello", 1, 4); /* of two scripts: no word */
    assert_words("(سلام)мир", 1, 4);
    assert_words("日本語、日本 a", 1, 5);
}

/* Appends a text so often that it fills `bytes`. */
static size_t fill(char *out, size_t at, size_t bytes, const char *text) {
    size_t len = strlen(text), end = at + bytes;
    while (at + len + 1 < end) {
        memcpy(out + at, text, len);
        out[at + len] = ' ';
        at += len + 1;
    }
    return at;
}

static void majority_of_an_article_decides(void **unused) {
    (void)unused;
    static char text[20000];
    size_t n = fill(text, 0, 3000, known[40].text); /* an English quotation */
    n = fill(text, n, 12000, known[0].text);
    uint32_t language = dvk_language_identify(dvk_model_builtin(), (dvk_span){text, n}, NULL);
    assert_string_equal(dvk_language_code(language), "ru");
    n = fill(text, 0, 9000, known[2].text);
    n = fill(text, n, 3500, known[0].text);
    language = dvk_language_identify(dvk_model_builtin(), (dvk_span){text, n}, NULL);
    assert_string_equal(dvk_language_code(language), "uk");
    n = fill(text, 0, 3000, known[2].text); /* a quotation in the same script */
    n = fill(text, n, 12000, known[0].text);
    language = dvk_language_identify(dvk_model_builtin(), (dvk_span){text, n}, NULL);
    assert_string_equal(dvk_language_code(language), "ru");
}

/* Reading stops at .995: what is surer than that may be less so where less of a longer text is read. */
static void more_text_is_not_less_sure(void **unused) {
    (void)unused;
    enum { READING_STOPS = 65209 };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        static char text[5000];
        uint32_t before = 0;
        for (size_t times = 1; times <= 4; times++) {
            size_t n = fill(text, 0, times * (strlen(known[i].text) + 1) + 1, known[i].text);
            uint32_t confidence = 0;
            (void)dvk_language_identify(dvk_model_builtin(), (dvk_span){text, n}, &confidence);
            if (confidence + 8 < before && confidence < READING_STOPS)
                fail_msg("%u after %u: %s", confidence, before, known[i].text);
            before = confidence;
        }
        assert_in_range(before, 32768, 65536);
    }
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* A code point of a kind chosen at random: any, Cyrillic, Latin, punctuation, marks. */
static uint32_t random_character(uint32_t *state) {
    switch (next_random(state) % 6) {
    case 0:
        return next_random(state) % 0xD800;
    case 1:
        return 0x10000 + next_random(state) % 0x100000;
    case 2:
        return 0x400 + next_random(state) % 0x130;
    case 3:
        return 0x20 + next_random(state) % 0x60;
    case 4:
        return 0xA0 + next_random(state) % 0x2D0;
    default:
        return next_random(state) % 8 == 0 ? ' ' : 0x430 + next_random(state) % 32;
    }
}

static void random_text_does_no_harm(void **unused) {
    (void)unused;
    uint32_t state = 20250712;
    static char text[40000];
    for (int round = 0; round < 400; round++) {
        size_t n = 0, wanted = next_random(&state) % (round < 300 ? 300 : sizeof text - 4);
        while (n < wanted)
            n += dvi_utf8_put(random_character(&state), text + n);
        uint32_t confidence = 0, best = 0;
        dvk_span parts[2] = {{text, 0}, {text, n}};
        uint32_t language = dvi_language_identify(dvk_model_builtin(), parts, 2, &confidence, &best);
        assert_true(language < dvk_language_count() && best < dvk_language_count() && confidence <= 65536);
        assert_true(language == 0 || language == best);
    }
}

static void one_endless_word_does_no_harm(void **unused) {
    (void)unused;
    static char text[100000];
    memset(text, 'a', sizeof text);
    assert_int_equal(dvk_language_identify(dvk_model_builtin(), (dvk_span){text, sizeof text}, NULL), 0);
    for (size_t i = 0; i + 2 <= sizeof text; i += 2)
        memcpy(text + i, "я", 2);
    assert_int_equal(dvk_language_identify(dvk_model_builtin(), (dvk_span){text, sizeof text}, NULL), 0);
}

static void codes_are_those_of_bcp_47(void **unused) {
    (void)unused;
    static const struct {
        const char *code, *is;
    } codes[] = {{"uk", "uk"},           {"UK", "uk"},    {"uk-UA", "uk"}, {"Uk-ua-x-y", "uk"},
                 {"sr-latn", "sr-Latn"}, {"sr-RS", "sr"}, {"und", "und"},  {"uk_UA", "und"},
                 {"u", "und"},           {"", "und"},     {"-", "und"},    {"ukr", "und"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_string_equal(dvk_language_code(dvk_language_number(codes[i].code, strlen(codes[i].code))),
                            codes[i].is);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_bcp_47),
        cmocka_unit_test(tells_its_languages),
        cmocka_unit_test(answers_und_for_other_languages),
        cmocka_unit_test(every_language_has_samples),
        cmocka_unit_test(answers_und_for_too_little),
        cmocka_unit_test(guesses_when_in_doubt),
        cmocka_unit_test(takes_no_parts_and_empty_parts),
        cmocka_unit_test(title_and_body_count_together),
        cmocka_unit_test(a_line_of_names_does_not_decide),
        cmocka_unit_test(homoglyphs_do_not_mislead),
        cmocka_unit_test(homoglyphs_in_every_word_do_not_mislead),
        cmocka_unit_test(names_in_latin_letters_leave_a_text_cyrillic),
        cmocka_unit_test(short_slovene_is_not_of_its_neighbours),
        cmocka_unit_test(decomposed_and_stressed_text_is_the_same),
        cmocka_unit_test(addresses_say_nothing),
        cmocka_unit_test(letters_of_other_scripts_are_counted),
        cmocka_unit_test(majority_of_an_article_decides),
        cmocka_unit_test(more_text_is_not_less_sure),
        cmocka_unit_test(random_text_does_no_harm),
        cmocka_unit_test(one_endless_word_does_no_harm),
    };
    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
