/** What an administrator sets: clusters, limits, the switch; and how a build gets from there to a connection. */
package io.jenkins.plugins.distrolessscan.config;
