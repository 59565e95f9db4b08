using Microsoft.Playwright;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>WCAG 2.2, success criterion 1.4.3: text stands out from what is behind it by 4.5 to 1.</summary>
internal static class Contrast
{
    private const string Findings =
        """
        () => {
          document.getAnimations().forEach(animation => animation.finish());
          const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const pixel = color => {
            paper.clearRect(0, 0, 1, 1);
            paper.fillStyle = color;
            paper.fillRect(0, 0, 1, 1);
            return [...paper.getImageData(0, 0, 1, 1).data];
          };
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = getComputedStyle(e).backgroundColor;
              if (pixel(color)[3] === 255) return color;
            }
            return getComputedStyle(document.documentElement).colorScheme.startsWith('dark') ? '#121212' : '#ffffff';
          };
          const luminance = color => {
            const linear = pixel(color).slice(0, 3).map(v => v / 255)
              .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
          };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const hasText = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
          return [...document.querySelectorAll('body *')]
            .filter(e => hasText(e) && e.checkVisibility())
            .map(e => [e, ratio(luminance(getComputedStyle(e).color), luminance(behind(e)))])
            .filter(([, contrast]) => contrast < 4.5)
            .map(([e, contrast]) => `"${e.textContent.trim()}" has a contrast of ${contrast.toFixed(2)}`);
        }
        """;

    public static async Task AssertAsync(IPage page) => Assert.Empty(await page.EvaluateAsync<string[]>(Findings));
}
