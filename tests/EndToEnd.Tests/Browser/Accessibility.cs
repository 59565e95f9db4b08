using Microsoft.Playwright;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>What a screen reader and a keyboard need on every page.</summary>
internal static class Accessibility
{
    private const string Findings =
        """
        () => {
          const findings = [];
          if (!document.documentElement.lang) findings.push('the page names no language');
          if (!document.title.trim()) findings.push('the page has no title');
          if (document.querySelectorAll('h1').length !== 1) findings.push('the page has not exactly one h1');
          if (!document.querySelector('main')) findings.push('the page has no main landmark');
          if (!document.querySelector('meta[name=viewport]')) findings.push('the page does not fit small screens');
          const named = e => e.labels?.length || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby');
          for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
            if (input.checkVisibility() && !named(input)) findings.push(`the field ${input.name} has no label`);
          for (const control of document.querySelectorAll('button, a'))
            if (!control.textContent.trim() && !named(control)) findings.push(`a ${control.localName} has no text`);
          for (const image of document.images)
            if (!image.hasAttribute('alt')) findings.push(`the picture ${image.id || image.src} says nothing`);
          for (const positive of document.querySelectorAll('[tabindex]'))
            if (positive.tabIndex > 0) findings.push(`${positive.localName} jumps the order of focus`);
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) findings.push(`the id ${id} is there twice`);
          return findings;
        }
        """;

    public static async Task AssertAsync(IPage page) => Assert.Empty(await page.EvaluateAsync<string[]>(Findings));
}
