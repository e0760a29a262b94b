/** Evidence to packages: one cataloguer for each format. */
package io.jenkins.plugins.distrolessscan.engine.inventory;
