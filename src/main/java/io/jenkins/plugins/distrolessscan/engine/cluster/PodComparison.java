package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the API server's answer to the request for a debug container, member by member, with the pod before and the
 * entry that was asked for. The request carries the version that the pod was read at, so that a difference was made on the
 * way in and not by a controller.
 */
final class PodComparison {
    /** Changes that are named; a webhook could make any number. */
    private static final int MOST = 20;

    private static final int LONGEST_MEMBER = 120;
    private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}$");
    private static final String ENTRIES = "ephemeralContainers";
    /** What every request changes that stores something. */
    private static final Set<String> SERVERS_OWN = Set.of("resourceVersion", "generation", "managedFields");

    private final ForeignText text;
    private final ServerDefaults defaults;
    private final List<AdmissionChange> changes = new ArrayList<>();

    private PodComparison(ForeignText text, ServerDefaults defaults) {
        this.text = text;
        this.defaults = defaults;
    }

    /**
     * The changes that nobody asked for.
     *
     * @param before the pod as it was read
     * @param after the pod as it was answered
     * @param asked the one entry that was asked for
     */
    static List<AdmissionChange> between(
            ApiJson before, ApiJson after, ApiJson asked, ServerDefaults defaults, ForeignText text) {
        PodComparison comparison = new PodComparison(text, defaults);
        comparison.entries(before.path("spec").path(ENTRIES), after.path("spec").path(ENTRIES), asked);
        comparison.members(Place.POD, "metadata", before.path("metadata"), after.path("metadata"), SERVERS_OWN);
        comparison.members(Place.POD, "spec", before.path("spec"), after.path("spec"), Set.of(ENTRIES));
        return List.copyOf(comparison.changes);
    }

    private void entries(ApiJson before, ApiJson after, ApiJson asked) {
        String own = asked.path("name").asText();
        Map<String, ApiJson> earlier = byName(before);
        Set<String> seen = new LinkedHashSet<>();
        for (ApiJson entry : after) {
            String name = entry.path("name").asText();
            if (!seen.add(name) || !name.equals(own) && !earlier.containsKey(name)) {
                add(Place.OTHER_CONTAINER, Kind.ADDED, name);
            } else if (name.equals(own)) {
                entry(asked, entry);
            } else if (!earlier.get(name).equals(entry)) {
                add(Place.OTHER_CONTAINER, Kind.CHANGED, name);
            }
        }
        earlier.keySet().stream()
                .filter(name -> !seen.contains(name))
                .forEach(name -> add(Place.OTHER_CONTAINER, Kind.REMOVED, name));
    }

    private void entry(ApiJson asked, ApiJson stored) {
        for (String member : union(asked, stored)) {
            ApiJson wanted = asked.path(member);
            ApiJson found = stored.path(member);
            if (wanted.isMissing() && defaults.wrote(member, found)) {
                continue;
            }
            boolean registry = member.equals("image") && sameDigest(wanted.asText(), found.asText());
            compare(registry ? Place.REGISTRY : Place.ENTRY, member, wanted, found);
        }
    }

    /** Whether two names of images end in the same digest, which names the content whatever stands before it. */
    private static boolean sameDigest(String one, String other) {
        Matcher digest = DIGEST.matcher(one);
        return digest.find() && other.endsWith(digest.group());
    }

    private void members(Place place, String path, ApiJson before, ApiJson after, Set<String> without) {
        for (String member : union(before, after)) {
            if (!without.contains(member)) {
                compare(place, path + "." + member, before.path(member), after.path(member));
            }
        }
    }

    private void compare(Place place, String path, ApiJson before, ApiJson after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isMissing() || after.isMissing()) {
            add(place, before.isMissing() ? Kind.ADDED : Kind.REMOVED, path);
        } else if (before.isObject() && after.isObject()) {
            members(place, path, before, after, Set.of());
        } else if (named(before) && named(after)) {
            Map<String, ApiJson> old = byName(before);
            Map<String, ApiJson> now = byName(after);
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            int known = changes.size();
            names.forEach(name -> compare(
                    place,
                    path + "[" + name + "]",
                    old.getOrDefault(name, ApiJson.MISSING),
                    now.getOrDefault(name, ApiJson.MISSING)));
            if (changes.size() == known) {
                add(place, Kind.CHANGED, path); // their order, or one of them twice
            }
        } else {
            add(place, Kind.CHANGED, path);
        }
    }

    private void add(Place place, Kind kind, String member) {
        if (changes.size() < MOST) {
            changes.add(new AdmissionChange(place, kind, text.clean(member, LONGEST_MEMBER)));
        }
    }

    private static boolean named(ApiJson list) {
        if (!list.isArray() || list.isEmpty()) {
            return false;
        }
        for (ApiJson item : list) {
            if (!item.path("name").isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, ApiJson> byName(ApiJson list) {
        Map<String, ApiJson> found = new LinkedHashMap<>();
        list.forEach(item -> found.put(item.path("name").asText(), item));
        return found;
    }

    private static Set<String> union(ApiJson one, ApiJson other) {
        Set<String> names = new LinkedHashSet<>(one.members().keySet());
        names.addAll(other.members().keySet());
        return names;
    }
}
