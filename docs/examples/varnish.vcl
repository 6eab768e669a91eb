# Varnish in front of Dateline: pages are kept as long as Dateline says, and dropped when it says so.
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(405));
        }
        ban("obj.http.Surrogate-Key ~ " + req.http.Surrogate-Key-Pattern);
        return (synth(200, "Purged"));
    }
    if (req.url ~ "^/(desk|api|intake)(/|$)") {
        return (pass);
    }
    # What readers get looks at no cookie.
    unset req.http.Cookie;
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.CDN-Cache-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control, ".*max-age=([0-9]+).*", "\1s"), 0s);
        unset beresp.http.CDN-Cache-Control;
        # Past Varnish's own rules, for which Cache-Control: no-cache (meant for browsers) rules keeping out.
        return (deliver);
    } elsif (bereq.url !~ "^/static/") {
        set beresp.ttl = 0s;
        set beresp.uncacheable = true;
    }
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
}
