# results/growth.csv -> a picture: CPU seconds, and peak memory, against the number of articles, both axes logarithmic.
BEGIN { FS = ","; WIDTH = 420; HEIGHT = 300; LEFT = 62; TOP = 40; GAP = 90 }
/^#/ { next }
!headed { headed = 1; next }
{ n++; articles[n] = $1; value[1, n] = $3; value[2, n] = $4 }

function log10(x) { return log(x) / log(10) }
function floor(x) { return x < 0 && x != int(x) ? int(x) - 1 : int(x) }
function across(x) { return LEFT + panel_at + (log10(x) - low_x) / (high_x - low_x) * WIDTH }
function down(y) { return TOP + HEIGHT - (log10(y) - low) / (high - low) * HEIGHT }
function line(x1, y1, x2, y2, class) {
    printf "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class, x1, y1, x2, y2
}
function text(x, y, anchor, what) { printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, what }
function power(k) { return k < 0 ? sprintf("%g", 10 ^ k) : sprintf("%d", 10 ^ k) }

function panel(which, title,    i, k, slope, sx, sy, sxx, sxy) {
    low = high = log10(value[which, 1])
    for (i = 1; i <= n; i++) {
        k = log10(value[which, i])
        if (k < low) low = k
        if (k > high) high = k
        sx += log10(articles[i]); sy += k; sxx += log10(articles[i]) ^ 2; sxy += log10(articles[i]) * k
    }
    low = floor(low); high = floor(high) + 1
    if (n > 1) slope = sprintf(", exponent %.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx))
    text(LEFT + panel_at, TOP - 16, "start", title slope)
    for (k = low; k <= high; k++) {
        line(LEFT + panel_at, down(10 ^ k), LEFT + panel_at + WIDTH, down(10 ^ k), "grid")
        text(LEFT + panel_at - 8, down(10 ^ k) + 4, "end", power(k))
    }
    for (k = low_x; k <= high_x; k++) {
        line(across(10 ^ k), TOP, across(10 ^ k), TOP + HEIGHT, "grid")
        text(across(10 ^ k), TOP + HEIGHT + 20, "middle", power(k))
    }
    for (i = 1; i <= n; i++) {
        if (i > 1) line(across(articles[i - 1]), down(value[which, i - 1]), across(articles[i]), down(value[which, i]), "line")
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s articles: %s</title></circle>\n", across(articles[i]), down(value[which, i]),
            articles[i], value[which, i]
    }
}

END {
    if (n == 0) exit 1
    low_x = floor(log10(articles[1]) + 1e-9); high_x = floor(log10(articles[n]) - 1e-9) + 1
    if (high_x <= low_x) high_x = low_x + 1
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", 2 * WIDTH + LEFT + GAP + 30, HEIGHT + TOP + 40
    print "<title>Growth of time and memory with the number of articles</title>"
    print "<style>rect{fill:#fff}.grid{stroke:#ddd}.line{stroke:#1a5fb4;stroke-width:2}circle{fill:#1a5fb4}</style>"
    print "<rect width=\"100%\" height=\"100%\"/>"
    panel_at = 0; panel(1, "CPU seconds by articles")
    panel_at = WIDTH + GAP; panel(2, "Peak memory, MiB")
    print "</svg>"
}
