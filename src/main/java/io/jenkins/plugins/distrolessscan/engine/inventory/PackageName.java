package io.jenkins.plugins.distrolessscan.engine.inventory;

/**
 * The two parts of a name: the namespace of a package URL and the name below it.
 *
 * @param namespace empty if there is none
 */
record PackageName(String namespace, String name) {
    /** A name as its ecosystem writes it, taken apart. */
    static PackageName parts(String type, String name) {
        int divider =
                switch (type) {
                    case "maven" -> name.indexOf(':');
                    case "golang", "npm", "composer", "swift", "github" -> name.lastIndexOf('/');
                    default -> -1;
                };
        return divider <= 0
                ? new PackageName("", name)
                : new PackageName(name.substring(0, divider), name.substring(divider + 1));
    }

    /** The name as its ecosystem writes it. For a distribution's packages, the namespace is no part of it. */
    static String of(String type, String namespace, String name) {
        if (namespace.isEmpty()) {
            return name;
        }
        return switch (type) {
            case "maven" -> namespace + ":" + name;
            case "golang", "npm", "composer", "swift", "github" -> namespace + "/" + name;
            default -> name;
        };
    }
}
